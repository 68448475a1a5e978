// How well pages match one word of a search. Pure functions. Any thread may call them.
#pragma once

#include <string>
#include <vector>

#include "catalogue/search_index.h"

namespace manual {

struct WordMatches {
    std::vector<float> scores;      // by page; 0 for pages that do not match
    std::vector<PageNumber> pages;  // that match
    float rarity = 0;               // how much the word says: more if fewer pages match
};

// Finds the word itself, words that begin with it, words with the same stem, and words that mean
// the same. A match in a name counts more than one in a description. `beginnings` is false for a
// word that is complete. `all_stems` are those of the whole search: "journal logs" means both, so
// neither stands for the other.
WordMatches match_word(const SearchIndex& index, const std::string& word, bool beginnings,
                       const std::vector<std::string>& all_stems);

}  // namespace manual
