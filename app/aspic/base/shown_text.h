#pragma once
// Text from anywhere, made fit to be shown to a person. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>

namespace aspic {

/// The text in UTF-8, without control characters except tabs and line ends: every other byte that
/// is one, or is not part of a character, is written as \xNN. If the text has more than `most`
/// bytes, it is cut there, and the result says how long it is.
std::string shown_text(std::string_view text, std::size_t most);

}  // namespace aspic
