// The special characters of roff(7) by their names, as groff_char(7) lists them. Pure functions.
// Any thread may call them.
#pragma once

#include <string>
#include <string_view>

namespace manual {

// Returns the UTF-8 text of `\(NAME` or `\[NAME]`: "em", ":a", "u00E9", "u0041_0301", "char65", or
// a composite of a character and accents such as "e aa". Returns an empty text for an unknown name.
std::string special_character(std::string_view name);

}  // namespace manual
