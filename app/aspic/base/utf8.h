#pragma once
// Text in UTF-8 from outside (RFC 3629, section 4). Pure functions.

#include <cstddef>
#include <optional>
#include <string_view>

namespace aspic::utf8 {

/// The number of bytes of the character at the front of the text; 0 if there is none. REQUIRES: the
/// text is not empty.
std::size_t character_size(std::string_view text);

/// The number of characters (code points); nothing if the text is not UTF-8.
std::optional<std::size_t> length(std::string_view text);

}  // namespace aspic::utf8
