#include "catalogue/abbreviation.h"

#include <algorithm>
#include <span>

namespace manual {

namespace {

constexpr std::size_t shortest_abbreviation = 2;
constexpr std::size_t longest_abbreviation = 12;
constexpr std::size_t most_words_spelled = 4;
constexpr std::size_t any_short_name = 3;
constexpr std::size_t most_left_out = 2;

bool spells(std::string_view name, std::span<const std::string> words)
{
    if (words.empty()) return name.empty();
    const std::string& word = words.front();
    if (name.empty() || word.empty() || name[0] != word[0]) return false;
    std::size_t in_word = 0;
    for (std::size_t used = 0; used < name.size(); ++used) {
        if (used > 0 && spells(name.substr(used), words.subspan(1))) return true;
        in_word = word.find(name[used], in_word);
        if (in_word == std::string::npos) return false;
        ++in_word;
    }
    return words.size() == 1;
}

}  // namespace

bool is_abbreviation(std::string_view name, const std::vector<std::string>& words)
{
    return !words.empty() && words.size() <= most_words_spelled &&
           name.size() >= shortest_abbreviation && name.size() <= longest_abbreviation &&
           spells(name, words);
}

bool abbreviates_one_of(std::string_view name, const std::vector<std::string>& words)
{
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        const bool near =
            name.size() <= any_short_name ||
            (word.size() <= name.size() + most_left_out && word.back() == name.back());
        return near && word.size() > name.size() && is_abbreviation(name, {word});
    });
}

}  // namespace manual
