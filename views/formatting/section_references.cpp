#include "formatting/section_references.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t longest_name = 80;
constexpr std::size_t most_of_one_word = 16;

bool is_part_of_name(char c)
{
    return is_ascii_alnum(c) || c == '_' || c == '-';
}

std::string_view first_word(std::string_view text)
{
    std::size_t end = 0;
    while (end < text.size() && is_part_of_name(text[end]))
        ++end;
    return text.substr(0, end);
}

bool has_only_capitals(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Returns the length of `name` at the start of `text`, where a newline may stand for a space.
std::optional<std::size_t> length_at(std::string_view text, std::string_view name)
{
    if (text.size() < name.size()) return {};
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (text[i] != name[i] && !(name[i] == ' ' && text[i] == '\n')) return {};
    }
    if (text.size() > name.size() && is_part_of_name(text[name.size()])) return {};
    return name.size();
}

constexpr std::array<std::string_view, 7> quotes{"&quot;", "&#x201C;", "&#x201D;", "``",
                                                 "''",     "\"",       "'"};

bool remove_quote_before(std::string_view& text)
{
    for (const std::string_view quote : quotes) {
        if (!text.ends_with(quote)) continue;
        text.remove_suffix(quote.size());
        return true;
    }
    return false;
}

bool remove_quote_after(std::string_view& text)
{
    for (const std::string_view quote : quotes) {
        if (!text.starts_with(quote)) continue;
        text.remove_prefix(quote.size());
        return true;
    }
    return false;
}

std::string take_last_word(std::string_view& text)
{
    text = trim(text);
    std::size_t start = text.size();
    while (start > 0 && is_part_of_name(text[start - 1]))
        --start;
    std::string word{text.substr(start)};
    text.remove_suffix(text.size() - start);
    if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z')
        word[0] = static_cast<char>(word[0] - 'A' + 'a');
    return word;
}

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 6> strong_words{"see",     "section", "sections",
                                                       "heading", "under",   "cf"};
constexpr std::array<std::string_view, 3> weak_words{"in", "to", "by"};

enum class Cue { none, weak, strong };

Cue cue_before(std::string_view before)
{
    std::string word = take_last_word(before);
    if (word == "the") word = take_last_word(before);
    if (word == "also") word = take_last_word(before);
    if (is_one_of(word, strong_words)) return Cue::strong;
    return is_one_of(word, weak_words) ? Cue::weak : Cue::none;
}

Cue cue_after(std::string_view after)
{
    const std::string_view word = first_word(trim(after));
    return word == "below" || word == "above" || word == "section" || word == "sections"
               ? Cue::strong
               : Cue::none;
}

// "SYNOPSIS in foo(1)" and "the section FILES of bar(5)" are sections of another page.
bool is_of_another_page(std::string_view after)
{
    std::string_view rest = trim(after);
    if (first_word(rest) == "section") rest = trim(rest.substr(7));
    const std::string_view word = first_word(rest);
    if (word != "in" && word != "of" && word != "from") return false;
    const std::string_view next = first_word(trim(rest.substr(word.size())));
    return next != "this";
}

bool is_reference(std::string_view name, std::string_view before, std::string_view after,
                  bool emphasised)
{
    const bool quoted = remove_quote_before(before) && remove_quote_after(after);
    if (is_of_another_page(after)) return false;
    if (cue_after(after) == Cue::strong) return true;
    const Cue cue = cue_before(before);
    if (has_only_capitals(name)) return cue != Cue::none;
    if (quoted)
        return cue != Cue::none || (!emphasised && name.find(' ') != std::string_view::npos);
    return emphasised && cue == Cue::strong;
}

}  // namespace

SectionReferences::SectionReferences(const std::vector<Heading>& contents)
{
    for (const Heading& heading : contents) {
        add(heading);
        for (const Heading& below : heading.below)
            add(below);
    }
}

void SectionReferences::add(const Heading& heading)
{
    const std::string name = aspic::escape_html(heading.written);
    const std::string_view word = first_word(name);
    if (name.size() > longest_name || word.size() < 3) return;
    auto& targets = by_first_word_[std::string{word}];
    if (targets.size() >= most_of_one_word) return;
    targets.push_back({name, heading.url});
    // The longest name comes first, so that "EXIT STATUS" is found before "EXIT".
    std::stable_sort(targets.begin(), targets.end(), [](const Target& a, const Target& b) {
        return a.name.size() > b.name.size();
    });
}

std::vector<TextMark> SectionReferences::find(std::string_view text, const TextAround& around) const
{
    std::vector<TextMark> found;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view word = first_word(text.substr(at));
        if (word.empty()) {
            ++at;
            continue;
        }
        std::size_t end = at + word.size();
        const auto targets = by_first_word_.find(word);
        if (targets != by_first_word_.end() && (at == 0 || text[at - 1] != '&')) {
            for (const Target& target : targets->second) {
                const auto length = length_at(text.substr(at), target.name);
                if (!length) continue;
                const std::string_view before = text.substr(0, at);
                const std::string_view after = text.substr(at + *length);
                if (!is_reference(target.name, trim(before).empty() ? around.before : before,
                                  trim(after).empty() ? around.after : after, around.emphasised))
                    continue;
                end = at + *length;
                found.push_back(
                    {at, end, " class=\"Sx\" href=\"" + aspic::escape_html(target.url) + "\""});
                break;
            }
        }
        at = end;
    }
    return found;
}

}  // namespace manual
