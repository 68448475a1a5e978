// An index of all names and descriptions in memory: about 15 MB for 23,000 pages, made in about 0.1
// seconds. It does not change once it is made, so any thread may read it.
//
// It is not in SQLite, because a full-text query reads and ranks every row that has the words: a
// tenth of a second for a word that 18,000 pages have. Here this takes about a millisecond.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalogue/catalogue.h"

namespace manual {

using PageNumber = std::uint32_t;
using WordNumber = std::uint32_t;

enum class Field : std::uint8_t { name, alias, description };

// A word in a page.
struct Posting {
    PageNumber page;
    Field field;
    std::uint8_t position;  // counted in its field from 0
};

struct IndexedPage {
    Entry entry;
    std::string key;              // the name in lower case
    std::uint8_t name_words = 0;  // how many
    std::uint8_t words = 0;       // how many in the description, without stop words
    int section_order = 0;
    float importance = 0;  // what is known without a query, about -0.5 to 0.5
};

class SearchIndex {
public:
    // `aliases` are separated by newlines.
    void add(Entry entry, std::string_view aliases);

    // REQUIRES: called once, after the last add() and before all that follows.
    void finish();

    const std::vector<IndexedPage>& pages() const { return pages_; }

    // Returns the pages with this name, in any letter case.
    std::vector<PageNumber> named(std::string_view name) const;
    // The same for the other names of pages.
    std::vector<PageNumber> with_alias(std::string_view name) const;

    // Returns the pages whose names begin with `start` in any letter case, ordered by name.
    std::span<const PageNumber> beginning(std::string_view start) const;

    // The words of all pages, sorted.
    const std::vector<std::string>& words() const { return words_; }
    const std::vector<Posting>& postings(WordNumber word) const { return postings_[word]; }

    // Returns the first word that is not before `text`.
    WordNumber lower_bound(std::string_view text) const;
    bool has_word(std::string_view text) const;

    // Returns the words with this stem.
    const std::vector<WordNumber>& with_stem(const std::string& stem) const;

private:
    void add_words(std::string_view text, Field field, PageNumber page);
    void add_word(const std::string& word, Posting posting);
    void weigh();

    std::vector<IndexedPage> pages_;
    std::vector<PageNumber> by_name_;  // ordered by key
    std::unordered_multimap<std::string, PageNumber> by_alias_;
    std::unordered_map<std::string, int>
        first_names_;  // labels, and how many pages name them first
    std::unordered_map<std::string, std::vector<Posting>> unsorted_;  // empty after finish()
    std::vector<std::string> words_;
    std::vector<std::vector<Posting>> postings_;
    std::unordered_map<std::string, std::vector<WordNumber>> stems_;
};

}  // namespace manual
