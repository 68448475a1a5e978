#pragma once
// The cache key: route, captures, and the inputs that were read. The length of each stands before
// it, so different requests never share a key. Pure functions.

#include <span>
#include <string>
#include <string_view>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>

namespace aspic {

/// Returns the whole key. Every hit compares it byte by byte.
std::string cache_key(std::string_view route, std::span<const std::string_view> captures,
                      const Inputs& inputs, const Request& request);
/// The same in place of the text of `key`, whose memory is used again.
void write_cache_key(std::string& key, std::string_view route,
                     std::span<const std::string_view> captures, const Inputs& inputs,
                     const Request& request);

/// Returns the route at the beginning of the key; empty if the text is not a key.
std::string_view key_route(std::string_view key);

/// Returns the inputs that are in the key; empty if the text is not a key.
Inputs key_inputs_of(std::string_view key);

/// Returns a short name for the key: the path in readable form, then 16 hexadecimal digits of the
/// key's hash (BLAKE2b).
std::string key_name(std::string_view path, std::string_view key);

}  // namespace aspic
