#include "catalogue/search_terms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "catalogue/words.h"

namespace manual {

namespace {

constexpr std::size_t longest_query = 200;
constexpr std::size_t most_words = 8;
constexpr std::size_t longest_section = 16;

// Words that say nothing about the page. Sorted.
constexpr std::array<std::string_view, 47> stop_words{
    "a",    "about",  "all",   "an",     "and",   "any",  "are",   "as",   "at", "be",
    "by",   "can",    "do",    "does",   "for",   "from", "get",   "how",  "i",  "in",
    "into", "is",     "it",    "its",    "linux", "me",   "my",    "of",   "on", "or",
    "page", "please", "shell", "should", "that",  "the",  "there", "this", "to", "unix",
    "use",  "using",  "via",   "what",   "which", "with", "you",
};
static_assert(std::is_sorted(stop_words.begin(), stop_words.end()));

// Words behind a name that say in which section it is.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> section_hints{{
    {"command", "1"},
    {"config", "5"},
    {"configuration", "5"},
    {"file", "5"},
    {"format", "5"},
    {"function", "3"},
    {"overview", "7"},
    {"protocol", "7"},
    {"syscall", "2"},
}};

// "3", "3pm", "n": what man(1) takes as a section.
bool is_section(std::string_view text)
{
    if (text.empty() || text.size() > longest_section) return false;
    if (text == "n" || text == "l") return true;
    return text[0] >= '0' && text[0] <= '9' && (text.size() == 1 || text[1] > '9') &&
           std::all_of(text.begin(), text.end(), is_ascii_alnum);
}

std::string_view without_quotes(std::string_view text)
{
    constexpr std::string_view quotes = "\"'`";
    while (text.size() > 1 && quotes.find(text.front()) != std::string_view::npos &&
           text.front() == text.back())
        text = trim(text.substr(1, text.size() - 2));
    return text;
}

// Splits "ls(1)" and "ls (1)".
bool split_section(std::string_view text, std::string_view& name, std::string_view& section)
{
    const std::size_t open = text.rfind('(');
    if (!text.ends_with(')') || open == std::string_view::npos || open == 0) return false;
    const std::string_view inner = text.substr(open + 1, text.size() - open - 2);
    if (inner.size() > longest_section || !std::all_of(inner.begin(), inner.end(), is_ascii_alnum))
        return false;
    name = trim(text.substr(0, open));
    section = inner;
    return true;
}

// The words between spaces, without options: "ls -l" -> "ls".
std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (const std::string_view part : split(text, ' ')) {
        const bool option = part.size() > 1 && part[0] == '-' && !parts.empty();
        if (!part.empty() && !option && parts.size() < most_words) parts.push_back(part);
    }
    return parts;
}

std::string joined(const std::vector<std::string_view>& parts, std::string_view separator)
{
    std::string text;
    for (const std::string_view part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

}  // namespace

bool is_stop_word(std::string_view word)
{
    return std::binary_search(stop_words.begin(), stop_words.end(), word);
}

SearchTerms::SearchTerms(std::string_view typed) : text_(tidy(typed, longest_query))
{
    const std::string_view text = without_quotes(text_);
    read_names(text);
    std::string_view name = text;
    std::string_view section;
    split_section(text, name, section);
    const auto parts = parts_of(name);
    std::vector<std::string> all = words_of(joined(parts, " "));
    if (all.size() > 1 && all.front() == "man") all.erase(all.begin());
    if (all.size() > most_words) all.resize(most_words);
    for (const std::string& word : all) {
        if (!is_stop_word(word) && std::find(words_.begin(), words_.end(), word) == words_.end())
            words_.push_back(word);
    }
    if (words_.empty()) words_ = std::move(all);
}

void SearchTerms::add_reading(std::string_view name, std::string_view section, bool only_there)
{
    if (name.empty()) return;
    for (const NameReading& known : readings_) {
        if (known.name == name && known.section == section) return;
    }
    readings_.push_back({std::string{name}, std::string{section}, only_there});
}

void SearchTerms::read_names(std::string_view text)
{
    std::string_view name;
    std::string_view section;
    if (split_section(text, name, section)) {
        names_one_page_ = !section.empty();  // "printf()" does not say which one
        add_reading(name, section);
    }
    add_reading(text, "");
    auto parts = parts_of(text);
    if (parts.size() > 1 && parts[0] == "man") parts.erase(parts.begin());
    if (parts.size() > 1 && is_section(parts.front())) {
        read_joined_names({parts.begin() + 1, parts.end()}, parts.front());
    }
    if (parts.size() > 1 && is_section(parts.back())) {
        read_joined_names({parts.begin(), parts.end() - 1}, parts.back());
    }
    if (!parts.empty()) {
        const std::string_view last = parts.back();
        const std::size_t dot = last.rfind('.');
        if (dot != std::string_view::npos && dot > 0 && is_section(last.substr(dot + 1))) {
            auto before = parts;
            before.back() = last.substr(0, dot);
            read_joined_names(before, last.substr(dot + 1));
        }
        if (split_section(last, name, section)) parts.back() = name;
    }
    read_joined_names(parts, "");
    if (parts.size() == 1) read_word(parts[0]);
    if (parts.size() == 2) {
        const auto hint = std::find_if(section_hints.begin(), section_hints.end(),
                                       [&](const auto& each) { return each.first == parts[1]; });
        if (hint != section_hints.end()) add_reading(parts[0], hint->second, true);
    }
}

void SearchTerms::read_joined_names(const std::vector<std::string_view>& parts,
                                    std::string_view section)
{
    if (parts.empty()) return;
    std::vector<std::string_view> some = parts;
    // "git commit amend" may mean git-commit.
    for (; some.size() > 1; some.pop_back()) {
        for (const char* separator : {"-", "_", ".", "::", ""})
            add_reading(joined(some, separator), section);
    }
    // A word with such a character is hardly anything but a name: "apt-get install".
    if (parts.size() == 1 || parts[0].find_first_of("-_.:+") != std::string_view::npos)
        add_reading(parts[0], section);
}

}  // namespace manual
