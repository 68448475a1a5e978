#include "catalogue/search_index.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "catalogue/search_terms.h"
#include "catalogue/words.h"

namespace manual {

namespace {

constexpr float overview_bonus = 0.1F;

}  // namespace

void SearchIndex::add(Entry entry, std::string_view aliases)
{
    const auto number = static_cast<PageNumber>(pages_.size());
    IndexedPage& page = pages_.emplace_back();
    page.entry = std::move(entry);
    page.key = lower_case(page.entry.name);
    page.section_order = section_order(page.entry.section);
    by_name_.push_back(number);
    add_words(page.entry.name, Field::name, number);
    add_words(page.entry.description, Field::description, number);
    std::size_t aliases_of_page = 0;
    for (const std::string_view alias : split(aliases, '\n')) {
        if (alias.empty()) continue;
        if (++aliases_of_page == 1) ++first_names_[page_label(page.entry.section, alias)];
        by_alias_.emplace(lower_case(alias), number);
        add_words(alias, Field::alias, number);
    }
}

void SearchIndex::add_words(std::string_view text, Field field, PageNumber page)
{
    std::uint8_t position = 0;
    std::uint8_t meaningful = 0;
    std::string previous;
    for (std::string& word : words_of(text)) {
        if (word == "overview" || word == "introduction") {
            pages_[page].importance = overview_bonus;
        } else if (!is_stop_word(word)) {
            ++meaningful;
        }
        if (previous == "file" && word == "system") add_word("filesystem", {page, field, position});
        add_word(word, {page, field, position});
        previous = std::move(word);
        if (position < 200) ++position;
    }
    if (field == Field::name) pages_[page].name_words = position;
    if (field == Field::description) pages_[page].words = meaningful;
}

// The first place in a field is enough.
void SearchIndex::add_word(const std::string& word, Posting posting)
{
    auto& postings = unsorted_[word];
    if (postings.empty() || postings.back().page != posting.page ||
        postings.back().field != posting.field)
        postings.push_back(posting);
}

void SearchIndex::finish()
{
    words_.reserve(unsorted_.size());
    for (const auto& [word, postings] : unsorted_)
        words_.push_back(word);
    std::sort(words_.begin(), words_.end());
    postings_.reserve(words_.size());
    for (const std::string& word : words_) {
        auto& postings = unsorted_[word];
        postings.shrink_to_fit();
        stems_[stem_of(word)].push_back(static_cast<WordNumber>(postings_.size()));
        postings_.push_back(std::move(postings));
    }
    unsorted_.clear();
    std::sort(by_name_.begin(), by_name_.end(), [this](PageNumber a, PageNumber b) {
        return std::tie(pages_[a].key, pages_[a].section_order) <
               std::tie(pages_[b].key, pages_[b].section_order);
    });
    weigh();
}

std::vector<PageNumber> SearchIndex::named(std::string_view name) const
{
    std::vector<PageNumber> found;
    for (const PageNumber page : beginning(name)) {
        if (pages_[page].key.size() != name.size()) break;
        found.push_back(page);
    }
    return found;
}

std::span<const PageNumber> SearchIndex::beginning(std::string_view start) const
{
    const std::string key = lower_case(start);
    const auto first = std::lower_bound(
        by_name_.begin(), by_name_.end(), key,
        [this](PageNumber page, const std::string& text) { return pages_[page].key < text; });
    const auto last = std::partition_point(
        first, by_name_.end(), [&](PageNumber page) { return pages_[page].key.starts_with(key); });
    return {first, last};
}

std::vector<PageNumber> SearchIndex::with_alias(std::string_view name) const
{
    std::vector<PageNumber> found;
    const auto [first, last] = by_alias_.equal_range(lower_case(name));
    for (auto at = first; at != last; ++at)
        found.push_back(at->second);
    return found;
}

WordNumber SearchIndex::lower_bound(std::string_view text) const
{
    return static_cast<WordNumber>(std::lower_bound(words_.begin(), words_.end(), text) -
                                   words_.begin());
}

bool SearchIndex::has_word(std::string_view text) const
{
    const WordNumber at = lower_bound(text);
    return at < words_.size() && words_[at] == text;
}

const std::vector<WordNumber>& SearchIndex::with_stem(const std::string& stem) const
{
    static const std::vector<WordNumber> none;
    const auto found = stems_.find(stem);
    return found == stems_.end() ? none : found->second;
}

}  // namespace manual
