#pragma once
// The cache key: route, captures, and the inputs that were read, each with its length before it, so
// that no two requests that differ can share a key. Pure functions.

#include <span>
#include <string>
#include <string_view>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>

namespace aspic {

/// The whole key; compared byte by byte on every hit.
std::string cache_key(std::string_view route, std::span<const std::string_view> captures,
                      const Inputs& inputs, const Request& request);

/// The route that the key begins with; empty where the text is no key.
std::string_view key_route(std::string_view key);

/// A short name made from the whole key: readable path, then 16 hexadecimal digits of its hash
/// (BLAKE2b).
std::string key_name(std::string_view path, std::string_view key);

}  // namespace aspic
