#include <aspic/entries/compression.h>

#include <brotli/encode.h>
#include <zlib.h>

#include <array>

#include <aspic/http/headers.h>

namespace aspic {

namespace {

constexpr std::size_t least_size = 256;
constexpr int gzip_level = 8;
constexpr int gzip_window = 15 + 16;  // 16 asks zlib for gzip's header
constexpr int gzip_memory = 8;
constexpr int brotli_quality = 6;

}  // namespace

std::pair<std::string, Cuts> gzip(std::string_view body, const Cuts& edges)
{
    z_stream stream{};
    if (deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_window, gzip_memory,
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

std::string brotli(std::string_view body)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
    std::string compressed(size, '\0');
    const auto done =
        BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                              reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                              reinterpret_cast<std::uint8_t*>(compressed.data()));
    compressed.resize(done == BROTLI_TRUE ? size : 0);
    return compressed;
}

bool is_compressible(std::string_view content_type, std::string_view body)
{
    if (body.size() < least_size) return false;
    const std::string_view type = content_type.substr(0, content_type.find(';'));
    constexpr std::array<std::string_view, 6> others{
        "application/json",          "application/xml", "application/javascript",
        "application/manifest+json", "image/svg+xml",   "application/xhtml+xml"};
    if (equal_ignoring_case(type.substr(0, 5), "text/")) return true;
    if (type.ends_with("+xml") || type.ends_with("+json")) return true;
    for (const std::string_view other : others) {
        if (equal_ignoring_case(type, other)) return true;
    }
    return false;
}

}  // namespace aspic
