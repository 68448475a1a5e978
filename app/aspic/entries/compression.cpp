#include <aspic/entries/compression.h>

#include <array>

#include <aspic/http/headers.h>

namespace aspic {

namespace {

constexpr std::size_t least_size = 256;

}  // namespace

std::pair<std::string, Cuts> gzip(std::string_view body, const Cuts& edges)
{
    return compress_by_gzip(body, edges, {.level = 8, .memory = 8});
}

std::string brotli(std::string_view body)
{
    constexpr int quality = 6;
    return compress_by_brotli(body, quality);
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
