// Splits text into words, and reduces words to their stems, with the tokenizers of SQLite's FTS5:
// "Directories" is the word "directories" with the stem "directori", which "directory" has too. Any
// thread may call these functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

// Returns the words in lower case, without accents. Words are runs of letters and digits.
std::vector<std::string> words_of(std::string_view text);

// Returns the stem of one English word (Porter's algorithm).
std::string stem_of(std::string_view word);

}  // namespace manual
