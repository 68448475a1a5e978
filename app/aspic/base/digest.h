#pragma once
// A short name for a text: BLAKE2b, as base64url. Two texts with the same name are the same text, as
// far as anybody will ever see. Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace aspic {

/// 4/3 as many characters as `bytes`, rounded up. `bytes` is from 1 to 32.
std::string digest(std::string_view text, std::size_t bytes);

}  // namespace aspic
