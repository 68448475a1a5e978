#pragma once
// The gzip and brotli copies of a body, made once, when the page is stored. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic {

/// Offsets in a gzip copy: the beginning of each part between two edges of the body, and the end of
/// the last part.
using Cuts = std::vector<std::size_t>;

/// Returns the gzip copy (RFC 1952) and its cuts; both are empty if there is not enough memory.
/// `edges` are ascending offsets in the body. At each edge the copy starts a new block that refers
/// to nothing before it, so a part can be replaced by another. Without edges there are no cuts.
std::pair<std::string, Cuts> gzip(std::string_view body, const Cuts& edges);

/// Returns the brotli copy (RFC 7932); empty if there is not enough memory.
std::string brotli(std::string_view body);

/// True if compression is worthwhile: text of more than a few hundred bytes.
bool is_compressible(std::string_view content_type, std::string_view body);

}  // namespace aspic
