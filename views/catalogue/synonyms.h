// Words that people use for one another when they search a manual. Any thread may call this.
#pragma once

#include <string>
#include <vector>

namespace manual {

// Returns the stems of words that mean about the same as a word with this stem (words.h). British
// and American spellings are among them.
const std::vector<std::string>& synonym_stems(const std::string& stem);

}  // namespace manual
