// Searches the catalogue: names and descriptions, by the beginnings of words. Any thread may call
// this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace manual {

// A visitor's search terms. Any input is allowed, and no part of it is an operator.
class SearchTerms {
public:
    // Uses at most 200 bytes and 8 words. "ls(1)" asks for the name ls, with section 1 first.
    explicit SearchTerms(std::string_view typed);

    const std::string& text() const { return text_; }        // as shown to the visitor
    const std::string& name() const { return name_; }        // the text, read as a page name
    const std::string& section() const { return section_; }  // "" if there is none
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
        entries;  // first the page of that name, then names that begin with it, then descriptions
    std::int64_t total = 0;
};

// Returns at most `limit` results from index `offset` (counted from 0).
SearchResults search_catalogue(Catalogue& catalogue, const SearchTerms& terms, std::int64_t offset,
                               std::int64_t limit);

}  // namespace manual
