// Searches the catalogue. Any thread may call this. Throws DatabaseError or DatabaseUnavailable if
// the catalogue cannot be read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/search_terms.h"

namespace manual {

struct SearchResults {
    std::vector<Entry> entries;
    std::int64_t total = 0;
    bool named = false;         // a page has a name that was typed
    bool all_words = false;     // the results have all words; else as many as possible
    std::string suggestion;     // the text with other words, for "did you mean"; may be empty
    bool is_corrected = false;  // the text finds nothing: these are the results for `suggestion`
};

// Returns at most `limit` results from index `offset` (counted from 0).
SearchResults search_pages(const SearchIndex& index, const SearchTerms& terms, std::int64_t offset,
                           std::int64_t limit);
SearchResults search_catalogue(Catalogue& catalogue, const SearchTerms& terms, std::int64_t offset,
                               std::int64_t limit);

// Returns pages that a visitor may have meant by a name that does not exist: names that are spelled
// almost the same, and names that begin the same.
std::vector<Entry> similar_names(Catalogue& catalogue, std::string_view name, std::size_t limit);

}  // namespace manual
