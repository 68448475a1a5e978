// Words for words that nothing has. Any thread may call this. The cost is bounded: each unknown
// word is compared with all words of the index whose length is about the same.
#pragma once

#include <string>

#include "catalogue/search_index.h"
#include "catalogue/search_terms.h"

namespace manual {

// Returns the text with each unknown word replaced by the most likely known one, or "" if all words
// are known or nothing is near enough.
std::string did_you_mean(const SearchIndex& index, const SearchTerms& terms);

}  // namespace manual
