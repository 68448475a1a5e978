#pragma once
// The gzip and brotli copies of a body, made once, when the page is stored. A visitor waits for
// that. Pure functions.

#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/compression.h>

namespace aspic {

/// See compress_by_gzip.
std::pair<std::string, Cuts> gzip(std::string_view body, const Cuts& edges);

/// See compress_by_brotli.
std::string brotli(std::string_view body);

/// True if compression is worthwhile: text of more than a few hundred bytes.
bool is_compressible(std::string_view content_type, std::string_view body);

}  // namespace aspic
