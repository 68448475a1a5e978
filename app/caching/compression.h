#pragma once
// The gzip and brotli copies of a body, made once, when it is stored. Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// Gzip (RFC 1952) by zlib. Empty where that fails for want of memory.
std::string gzip(std::string_view body);

/// Brotli (RFC 7932). Empty where that fails for want of memory.
std::string brotli(std::string_view body);

/// True where such a body gets smaller: text of more than a few hundred bytes.
bool is_compressible(std::string_view content_type, std::string_view body);

}  // namespace aspic
