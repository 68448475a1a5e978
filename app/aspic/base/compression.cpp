#include <aspic/base/compression.h>

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>

namespace aspic {

std::pair<std::string, Cuts> compress_by_gzip(std::string_view body, const Cuts& edges,
                                              GzipEffort effort)
{
    constexpr int window = 15 + 16;  // 16 asks zlib for gzip's header
    z_stream stream{};
    if (deflateInit2(&stream, effort.level, Z_DEFLATED, window, effort.memory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    constexpr std::size_t header_size = 10;
    constexpr std::size_t most_of_a_flush = 16;
    std::string compressed(
        deflateBound(&stream, body.size()) + most_of_a_flush * (edges.size() + 1), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    Cuts cuts;
    std::size_t from = 0;
    const auto take_until = [&](std::size_t to, int flush) {
        stream.avail_in = static_cast<uInt>(to - from);
        from = to;
        return deflate(&stream, flush);
    };
    if (!edges.empty()) {
        // The bytes between two full flushes are complete blocks, and refer to nothing before them.
        cuts.push_back(header_size);
        for (const std::size_t edge : edges) {
            take_until(edge, Z_FULL_FLUSH);
            cuts.push_back(stream.total_out);
        }
        take_until(body.size(), Z_FULL_FLUSH);
        cuts.push_back(stream.total_out);
    }
    const int result = take_until(body.size(), Z_FINISH);
    compressed.resize(result == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    if (compressed.empty()) cuts.clear();
    return {std::move(compressed), std::move(cuts)};
}

std::string compress_by_brotli(std::string_view body, int quality)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
    std::string compressed(size, '\0');
    const auto done =
        BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                              reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                              reinterpret_cast<std::uint8_t*>(compressed.data()));
    compressed.resize(done == BROTLI_TRUE ? size : 0);
    return compressed;
}

}  // namespace aspic
