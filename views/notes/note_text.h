// Decides what a note may contain. Pure functions. Any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

inline constexpr std::size_t longest_note = 2000;  // bytes
inline constexpr std::size_t most_note_lines = 60;

// Returns a visitor's text in the form that is stored: line ends are "\n", no white space at either
// end, and no two empty lines in a row. Invisible characters, and those that change the direction
// of the text, are removed, because they could make a command look like another one. The result may
// still be refused by objection_to_note().
std::string tidy_note(std::string_view typed);

// Returns what is wrong with a tidied note and what to change, as sentences for the visitor, or
// nothing if the note is allowed.
std::optional<std::string> objection_to_note(std::string_view text);

// Prepares any bytes for the form. Control characters and bytes that are not UTF-8 become U+FFFD.
std::string shown_again(std::string_view text);

}  // namespace manual
