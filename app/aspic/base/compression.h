#pragma once
// gzip and brotli. How much work a copy is worth is for the caller. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic {

/// Offsets in a gzip copy: the beginning of each part between two edges of the body, and the end of
/// the last part.
using Cuts = std::vector<std::size_t>;

/// As zlib counts them: from 1 to 9.
struct GzipEffort {
    int level = 6;
    int memory = 8;
};

/// Returns the gzip copy (RFC 1952) and its cuts; both are empty if there is not enough memory.
/// `edges` are ascending offsets in the body. At each edge the copy starts a new block that refers
/// to nothing before it, so a part can be replaced by another. Without edges there are no cuts.
std::pair<std::string, Cuts> compress_by_gzip(std::string_view body, const Cuts& edges,
                                              GzipEffort effort);

/// Returns the brotli copy (RFC 7932); empty if there is not enough memory. `quality` is from 0 to
/// 11.
std::string compress_by_brotli(std::string_view body, int quality);

}  // namespace aspic
