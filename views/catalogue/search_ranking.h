// The order of search results. Any thread may call this.
//
// First come the pages whose name the visitor typed. Then come pages that have all words, in their
// names and descriptions. If no page has all words, those that have the most come. Among equals,
// commands and short names come before the members of large families.
#pragma once

#include <vector>

#include "catalogue/search_index.h"
#include "catalogue/search_terms.h"

namespace manual {

struct RankedPage {
    PageNumber page;
    float score;
};

struct Ranking {
    std::vector<RankedPage> pages;  // all that match; the first `wanted` of them are in order
    bool named = false;             // a page has a name that was typed
    bool all_words = false;         // the pages have all words
};

Ranking ranked(const SearchIndex& index, const SearchTerms& terms, std::size_t wanted);

}  // namespace manual
