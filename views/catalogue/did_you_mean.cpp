#include "catalogue/did_you_mean.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "catalogue/spelling.h"
#include "catalogue/synonyms.h"
#include "catalogue/words.h"

namespace manual {

namespace {

constexpr std::size_t shortest_meant = 2;
constexpr std::size_t most_replaced = 4;

bool is_known(const SearchIndex& index, const std::string& word)
{
    return index.has_word(word) || !index.with_stem(stem_of(word)).empty() ||
           !synonym_stems(stem_of(word)).empty();
}

// Less is better: the distance first; among equals, the same first letter, names of commands, and
// words of many pages.
float cost(const SearchIndex& index, WordNumber candidate, const std::string& typed, int distance)
{
    const std::string& word = index.words()[candidate];
    float cost = static_cast<float>(distance);
    if (word[0] != typed[0]) cost += 0.3F;
    if (word.size() != typed.size()) cost += 0.15F;
    cost -= 0.02F * std::log(static_cast<float>(index.postings(candidate).size()));
    float importance = -0.3F;
    for (const PageNumber page : index.named(word))
        importance = std::max(importance, index.pages()[page].importance);
    return cost - 0.8F * importance;
}

std::string nearest(const SearchIndex& index, const std::string& typed)
{
    const int limit = most_errors(typed.size());
    std::string best;
    float least = 0;
    for (WordNumber at = 0; limit > 0 && at < index.words().size(); ++at) {
        const std::string& word = index.words()[at];
        if (word.size() < shortest_meant) continue;
        const int distance = edit_distance(typed, word, limit);
        if (distance > limit) continue;
        const float now = cost(index, at, typed, distance);
        if (!best.empty() && now >= least) continue;
        best = word;
        least = now;
    }
    return best;
}

// Keeps what stands between the words: "apt-gte" -> "apt-get".
void replace(std::string& text, const std::string& typed, const std::string& meant)
{
    const std::size_t at = lower_case(text).find(typed);
    if (at != std::string::npos) text.replace(at, typed.size(), meant);
}

}  // namespace

std::string did_you_mean(const SearchIndex& index, const SearchTerms& terms)
{
    std::string text = terms.text();
    std::size_t replaced = 0;
    for (const std::string& word : terms.words()) {
        if (is_known(index, word) || replaced == most_replaced) continue;
        const std::string meant = nearest(index, word);
        if (meant.empty()) continue;
        replace(text, word, meant);
        ++replaced;
    }
    return text == terms.text() ? std::string{} : text;
}

}  // namespace manual
