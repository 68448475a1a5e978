#include "catalogue/word_matches.h"

#include <algorithm>
#include <cmath>

#include "catalogue/synonyms.h"
#include "catalogue/words.h"

namespace manual {

namespace {

// How well a word of the index stands for the word of the search.
constexpr float same_word = 1.0F;
constexpr float same_stem = 0.95F;
constexpr float same_meaning = 0.8F;
constexpr float short_beginning = 0.3F;
constexpr float long_beginning = 0.8F;

// What a match counts by where it is. In a description, the first words say the most.
constexpr float whole_name = 1.6F;
constexpr float part_of_name = 1.25F;
constexpr float alias = 0.8F;
constexpr float first_in_description = 1.1F;
constexpr float late_in_description = 1.0F;

float weight_of(const Posting& posting, const IndexedPage& page)
{
    switch (posting.field) {
        case Field::name:
            return page.name_words == 1 ? whole_name : part_of_name;
        case Field::alias:
            return alias;
        case Field::description:
            break;
    }
    return late_in_description +
           (first_in_description - late_in_description) / static_cast<float>(1 + posting.position);
}

// A word that only means the same is no sign that the visitor knows the name.
float weight_of_meaning(const Posting& posting, const IndexedPage& /*page*/)
{
    return posting.field == Field::alias ? alias : late_in_description;
}

template <class WeightOf>
void mark(WordMatches& matches, const SearchIndex& index, WordNumber word, float weight,
          WeightOf weight_by_place)
{
    for (const Posting& posting : index.postings(word)) {
        float& best = matches.scores[posting.page];
        if (best == 0) matches.pages.push_back(posting.page);
        best = std::max(best, weight * weight_by_place(posting, index.pages()[posting.page]));
    }
}

void mark_beginnings(WordMatches& matches, const SearchIndex& index, const std::string& word)
{
    const auto& words = index.words();
    for (WordNumber at = index.lower_bound(word); at < words.size() && words[at].starts_with(word);
         ++at) {
        const float part = static_cast<float>(word.size()) / static_cast<float>(words[at].size());
        mark(matches, index, at, std::lerp(short_beginning, long_beginning, part), weight_of);
    }
}

}  // namespace

WordMatches match_word(const SearchIndex& index, const std::string& word, bool beginnings,
                       const std::vector<std::string>& all_stems)
{
    WordMatches matches;
    matches.scores.resize(index.pages().size());
    if (const WordNumber at = index.lower_bound(word);
        at < index.words().size() && index.words()[at] == word)
        mark(matches, index, at, same_word, weight_of);
    if (beginnings) mark_beginnings(matches, index, word);
    const std::string stem = stem_of(word);
    for (const WordNumber same : index.with_stem(stem))
        mark(matches, index, same, same_stem, weight_of_meaning);
    for (const std::string& other : synonym_stems(stem)) {
        if (std::find(all_stems.begin(), all_stems.end(), other) != all_stems.end()) continue;
        for (const WordNumber same : index.with_stem(other))
            mark(matches, index, same, same_meaning, weight_of_meaning);
    }
    const auto pages = static_cast<float>(index.pages().size());
    const auto found = static_cast<float>(std::max<std::size_t>(matches.pages.size(), 1));
    matches.rarity = 0.25F + std::log(1 + pages / found) / std::log(2 + pages);
    return matches;
}

}  // namespace manual
