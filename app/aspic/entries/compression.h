#pragma once
// The gzip and brotli copies of a body, made once, when it is stored. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic {

/// Offsets in a gzip copy: where each stretch between two edges of the body begins, and where the last
/// one ends; one more than there are stretches.
using Cuts = std::vector<std::size_t>;

/// Gzip (RFC 1952) by zlib, and its cuts; empty where that fails for want of memory. `edges` are
/// offsets in the body, ascending: at each, the copy begins a new block that refers to nothing before
/// it, so that a stretch may be taken out and another put in its place. No edges, no cuts.
std::pair<std::string, Cuts> gzip(std::string_view body, const Cuts& edges);

/// Brotli (RFC 7932). Empty where that fails for want of memory.
std::string brotli(std::string_view body);

/// True where such a body gets smaller: text of more than a few hundred bytes.
bool is_compressible(std::string_view content_type, std::string_view body);

}  // namespace aspic
