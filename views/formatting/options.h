// Finds the options of a command in a text: "-a, --all=WHEN". Pure functions. Any thread may call
// them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct Option {
    std::size_t start = 0;  // in the text
    std::size_t end = 0;
    std::vector<std::string> names;  // "--color", "--no-color"
};

// Returns the options in the HTML of a text without tags: "-a, --all=WHEN" -> "-a", "--all".
std::vector<Option> options_in(std::string_view text);

// Returns true for an option, with or without its argument, that a line break would only make hard
// to read: browsers break lines after each hyphen, "--" too. A long one may not fit on a phone.
bool is_unbroken_option(std::string_view text);

// Returns false if a word goes on, so that "-b" in "a-b" is no option.
bool may_precede_option(std::string_view before);

}  // namespace manual
