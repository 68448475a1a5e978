// Search in the catalogue: names and descriptions, by the beginnings of words. May be called from
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace manual {

// What a visitor looks for. Anything may be typed; nothing of it is ever taken for an operator.
class SearchTerms {
public:
    // At most 200 bytes and 8 words are used. "ls(1)" asks for the name ls, with section 1 first.
    explicit SearchTerms(std::string_view typed);

    const std::string& text() const { return text_; }        // as shown again to the visitor
    const std::string& name() const { return name_; }        // taken as the name of a page
    const std::string& section() const { return section_; }  // "" if none was named
    const std::string& match() const
    {
        return match_;
    }  // an FTS5 expression; "" if there are no words
    bool empty() const { return text_.empty(); }

private:
    std::string text_;
    std::string name_;
    std::string section_;
    std::string match_;
};

struct SearchResults {
    std::vector<Entry>
        entries;  // first the page of that name, then names that begin so, then descriptions
    std::int64_t total = 0;
};

// The results from number `offset` (from 0) on, at most `limit`.
SearchResults search_catalogue(Catalogue& catalogue, const SearchTerms& terms, std::int64_t offset,
                               std::int64_t limit);

}  // namespace manual
