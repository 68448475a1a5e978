#pragma once
// Reads gzip, for tests of written data.

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>
#include <string_view>

namespace support {

/// Decompresses as a client does. zlib checks gzip's header and checksum. `size` is at least the
/// size of the text.
inline std::string gunzip(std::string_view compressed, std::size_t size)
{
    constexpr int gzip_window = 15 + 16;
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, gzip_window) == Z_OK);
    std::string text(size + 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int result = inflate(&stream, Z_FINISH);
    text.resize(stream.total_out);
    const bool is_all = stream.avail_in == 0;
    inflateEnd(&stream);
    CHECK(result == Z_STREAM_END);
    CHECK(is_all);
    return text;
}

}  // namespace support
