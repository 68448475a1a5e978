#pragma once
// Decodes dcz (RFC 9842, section 5) as a client does.

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace support {

/// Throws std::runtime_error if `copy` needs another dictionary, a window of more than 8 MiB, or is
/// damaged.
inline std::string undcz(std::string_view copy, std::string_view dictionary)
{
    constexpr std::size_t header_size = 40;
    constexpr int window_of_8_mib = 23;
    copy.remove_prefix(std::min(copy.size(), header_size));
    struct Free {
        void operator()(ZSTD_DCtx* one) const { ZSTD_freeDCtx(one); }
    };
    const std::unique_ptr<ZSTD_DCtx, Free> context{ZSTD_createDCtx()};
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, window_of_8_mib);
    ZSTD_DCtx_refPrefix(context.get(), dictionary.data(), dictionary.size());
    // By the streaming interface: only there, the limit of the window counts.
    std::string body;
    std::string piece(ZSTD_DStreamOutSize(), '\0');
    ZSTD_inBuffer in{copy.data(), copy.size(), 0};
    for (std::size_t left = 1; left > 0;) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        const std::size_t read_before = in.pos;
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left) != 0) throw std::runtime_error{ZSTD_getErrorName(left)};
        body.append(piece, 0, out.pos);
        if (left > 0 && in.pos == read_before && out.pos == 0)
            throw std::runtime_error{"the copy is cut off"};
    }
    return body;
}

}  // namespace support
