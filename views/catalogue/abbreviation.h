// Names of commands that are abbreviations of what they do. Pure functions. Any thread may call
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

// True if `name` is made of the first letter and further letters of each word, in their order:
// "rmdir" is "remove directory", "du" is "disk usage". Takes at most four words and a name of at
// most 12 letters.
bool is_abbreviation(std::string_view name, const std::vector<std::string>& words);

// True if `name` stands for one of the words: ps for "process", passwd for "password". A name of
// more than three letters must have nearly all letters of the word, and its last one.
bool abbreviates_one_of(std::string_view name, const std::vector<std::string>& words);

}  // namespace manual
