// What a note may say. Pure; callable from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

inline constexpr std::size_t longest_note = 2000;  // bytes
inline constexpr std::size_t most_note_lines = 60;

// What a visitor typed, as it would be kept: line ends as "\n", no white space at either end, at
// most one empty line after another. Signs that turn the direction of the text around or that
// nobody can see are taken out: with them, a command could look other than it is. Not yet a note:
// objection_to_note() may have something against it.
std::string tidy_note(std::string_view typed);

// What is wrong with a tidied note and what to change, as sentences for the visitor; nothing if it
// may be kept.
std::optional<std::string> objection_to_note(std::string_view text);

// Any bytes, fit to be shown again in the form: what is not UTF-8, and control characters, as
// U+FFFD.
std::string shown_again(std::string_view text);

}  // namespace manual
