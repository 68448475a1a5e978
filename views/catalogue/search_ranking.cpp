#include "catalogue/search_ranking.h"

#include <algorithm>

#include "catalogue/abbreviation.h"
#include "catalogue/well_known.h"
#include "catalogue/word_matches.h"
#include "catalogue/words.h"

namespace manual {

namespace {

// The scores of words are about 0 to 3. Names that were typed are above them.
constexpr float name_class = 100;
constexpr float alias_class = 50;

// A description that says little else.
constexpr float nothing_else_bonus = 0.4F;

// The name of a command is often an abbreviation of what it does. If it has at least four letters,
// it stands for a word that the description does not have. So does a well-known command that is
// the first word.
constexpr std::size_t shortest_evidence = 4;
constexpr std::size_t large_family = 5;
constexpr float evidence = 0.5F;
constexpr float abbreviation_bonus = 0.35F;
constexpr float short_name_bonus = 0.25F;

class Ranker {
public:
    Ranker(const SearchIndex& index, const SearchTerms& terms)
        : index_{index},
          terms_{terms},
          total_(index.pages().size()),
          matched_(index.pages().size()),
          places_(index.pages().size())
    {
    }

    Ranking rank(std::size_t wanted)
    {
        for (const std::string& word : terms_.words())
            stems_.push_back(stem_of(word));
        for (const std::string& word : terms_.words())
            add(word);
        score_words();
        score_beginnings();
        score_names();
        sort(wanted);
        return std::move(result_);
    }

private:
    void add(const std::string& word)
    {
        // The letter of "C++" is a word of its own; that of "git c" is the beginning of one.
        const bool is_last = terms_.words().size() > 1 && word == terms_.words().back();
        const bool beginnings = word.size() > 1 || is_last || terms_.text().size() == 1;
        const WordMatches matches = match_word(index_, word, beginnings, stems_);
        rarity_ += matches.rarity;
        for (const PageNumber page : matches.pages) {
            if (matched_[page]++ == 0) touched_.push_back(page);
            total_[page] += matches.rarity * matches.scores[page];
        }
    }

    void score_words()
    {
        const std::size_t count = terms_.words().size();
        std::size_t most = 0;
        for (const PageNumber page : touched_) {
            const std::size_t missing = count - matched_[page];
            if (missing > 0 && index_.pages()[page].key.size() >= shortest_evidence &&
                abbreviates_all(page))
                suppose_all_words(page);
            most = std::max<std::size_t>(most, matched_[page]);
        }
        result_.all_words = most == count && count > 0;
        for (const PageNumber page : touched_) {
            if (matched_[page] < most && is_command_in_question(page)) suppose_all_words(page);
            if (matched_[page] >= most) add_result(page, word_score(page));
        }
    }

    void suppose_all_words(PageNumber page)
    {
        const std::size_t count = terms_.words().size();
        const std::size_t missing = count - matched_[page];
        total_[page] +=
            rarity_ * evidence * static_cast<float>(missing) / static_cast<float>(count);
        matched_[page] = static_cast<std::uint8_t>(count);
    }

    float word_score(PageNumber number) const
    {
        const IndexedPage& page = index_.pages()[number];
        const float all = std::max(1.0F, static_cast<float>(page.words));
        const float said = std::min(1.0F, static_cast<float>(matched_[number]) / all);
        float bonus = nothing_else_bonus * said + page.importance;
        if (abbreviates_all(number)) {
            bonus += abbreviation_bonus;
        } else if (abbreviates_one_of(page.key, terms_.words())) {
            bonus += short_name_bonus;
        }
        // If words are missing, those that are there have to speak for themselves.
        const float part =
            static_cast<float>(matched_[number]) / static_cast<float>(terms_.words().size());
        return total_[number] / rarity_ + part * bonus;
    }

    // "tar exclude" asks about tar. "git undo" is more likely about a page of its large family.
    bool is_command_in_question(PageNumber number) const
    {
        const Entry& entry = index_.pages()[number].entry;
        return entry.name == terms_.words().front() &&
               (entry.section == "1" || entry.section == "8") &&
               is_well_known_command(entry.name) &&
               index_.beginning(entry.name + "-").size() < large_family;
    }

    bool abbreviates_all(PageNumber page) const
    {
        return terms_.words().size() > 1 &&
               is_abbreviation(index_.pages()[page].key, terms_.words());
    }

    // "c++" is not a word, but names may begin with it.
    void score_beginnings()
    {
        if (terms_.readings().empty()) return;
        const std::string& start = terms_.readings().front().name;
        for (const PageNumber number : index_.beginning(start)) {
            const IndexedPage& page = index_.pages()[number];
            const float part =
                static_cast<float>(start.size()) / static_cast<float>(page.key.size());
            add_result(number, 0.7F + 0.7F * part + page.importance);
        }
    }

    void score_names()
    {
        float rank = 0;
        for (const NameReading& reading : terms_.readings()) {
            score_name(reading, rank);
            rank += 1;
        }
        if (result_.named) return;
        rank = 0;
        for (const NameReading& reading : terms_.readings()) {
            if (reading.only_there) continue;
            for (const PageNumber page : index_.with_alias(reading.name))
                add_result(page, alias_class - rank + fit(page, reading));
            rank += 1;
        }
    }

    void score_name(const NameReading& reading, float rank)
    {
        for (const PageNumber number : index_.named(reading.name)) {
            const IndexedPage& page = index_.pages()[number];
            const bool same_case = page.entry.name == reading.name;
            // "create user" is not CREATE_USER.
            if (reading.only_there && page.entry.section != reading.section) continue;
            if (rank > 0 && !same_case && page.entry.name != page.key) continue;
            add_result(number, name_class - rank + fit(number, reading));
            result_.named = true;
        }
    }

    // Less than 1. The section that was typed comes first, then the order of man(1).
    float fit(PageNumber number, const NameReading& reading) const
    {
        const IndexedPage& page = index_.pages()[number];
        const std::string& section = page.entry.section;
        float fit = 0.2F - static_cast<float>(page.section_order) / 10'000;
        if (page.entry.name == reading.name) fit += 0.2F;
        if (!reading.section.empty() && section.starts_with(reading.section))
            fit += section == reading.section ? 0.5F : 0.4F;
        return fit;
    }

    void add_result(PageNumber page, float score)
    {
        if (places_[page] == 0) {
            result_.pages.push_back({page, score});
            places_[page] = static_cast<std::uint32_t>(result_.pages.size());
        } else {
            float& known = result_.pages[places_[page] - 1].score;
            known = std::max(known, score);
        }
    }

    void sort(std::size_t wanted)
    {
        auto& pages = result_.pages;
        const auto middle =
            pages.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, pages.size()));
        std::partial_sort(pages.begin(), middle, pages.end(),
                          [this](const RankedPage& a, const RankedPage& b) {
                              if (a.score != b.score) return a.score > b.score;
                              const IndexedPage& first = index_.pages()[a.page];
                              const IndexedPage& second = index_.pages()[b.page];
                              if (first.key != second.key) return first.key < second.key;
                              return first.section_order < second.section_order;
                          });
    }

    const SearchIndex& index_;
    const SearchTerms& terms_;
    std::vector<float> total_;
    std::vector<std::uint8_t> matched_;  // words
    std::vector<std::uint32_t> places_;  // in the result, counted from 1
    std::vector<PageNumber> touched_;
    std::vector<std::string> stems_;
    float rarity_ = 0;  // of all words
    Ranking result_;
};

}  // namespace

Ranking ranked(const SearchIndex& index, const SearchTerms& terms, std::size_t wanted)
{
    if (terms.empty() || index.pages().empty()) return {};
    return Ranker{index, terms}.rank(wanted);
}

}  // namespace manual
