#include "sources/mdoc_text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace manual {

namespace {

struct Macro {
    std::string_view name;
    enum class Kind {
        phrase,     // takes the words up to the next macro or punctuation
        enclosure,  // takes the rest of the line
        system,     // a name of its own; a version may follow
    } kind;
    std::string_view before;
    std::string_view after;
};

constexpr auto phrase = Macro::Kind::phrase;
constexpr auto enclosure = Macro::Kind::enclosure;
constexpr auto system_name = Macro::Kind::system;

constexpr std::array<Macro, 45> macros{{
    {"Ad", phrase, "", ""},
    {"An", phrase, "", ""},
    {"Ar", phrase, "", ""},
    {"Cd", phrase, "", ""},
    {"Cm", phrase, "", ""},
    {"Dv", phrase, "", ""},
    {"Em", phrase, "", ""},
    {"Er", phrase, "", ""},
    {"Ev", phrase, "", ""},
    {"Fa", phrase, "", ""},
    {"Fl", phrase, "-", ""},
    {"Fn", phrase, "", "()"},
    {"Ft", phrase, "", ""},
    {"Ic", phrase, "", ""},
    {"In", phrase, "<", ">"},
    {"Lb", phrase, "", ""},
    {"Li", phrase, "", ""},
    {"Lk", phrase, "", ""},
    {"Mt", phrase, "", ""},
    {"Nm", phrase, "", ""},
    {"No", phrase, "", ""},
    {"Pa", phrase, "", ""},
    {"Ql", phrase, "\u2018", "\u2019"},
    {"St", phrase, "", ""},
    {"Sy", phrase, "", ""},
    {"Tn", phrase, "", ""},
    {"Va", phrase, "", ""},
    {"Vt", phrase, "", ""},
    {"Xr", phrase, "", ""},
    {"Aq", enclosure, "<", ">"},
    {"Bq", enclosure, "[", "]"},
    {"Brq", enclosure, "{", "}"},
    {"Dq", enclosure, "\u201C", "\u201D"},
    {"Op", enclosure, "[", "]"},
    {"Pq", enclosure, "(", ")"},
    {"Qq", enclosure, "\"", "\""},
    {"Sq", enclosure, "\u2018", "\u2019"},
    {"At", system_name, "AT&T UNIX", ""},
    {"Bsx", system_name, "BSD/OS", ""},
    {"Bx", system_name, "BSD", ""},
    {"Dx", system_name, "DragonFly", ""},
    {"Fx", system_name, "FreeBSD", ""},
    {"Nx", system_name, "NetBSD", ""},
    {"Ox", system_name, "OpenBSD", ""},
    {"Ux", system_name, "UNIX", ""},
}};

const Macro* find(std::string_view name)
{
    const auto at = std::ranges::find(macros, name, &Macro::name);
    return at == macros.end() ? nullptr : &*at;
}

bool is_one_of(std::string_view word, std::string_view signs)
{
    return word.size() == 1 && signs.find(word[0]) != std::string_view::npos;
}

bool closes(std::string_view word)
{
    return is_one_of(word, ".,:;)]?!");
}

// Joins words with spaces, but not before closing punctuation or after an opening bracket.
struct Words {
    std::string text{};
    bool joined = true;  // to the next word

    void add(std::string_view word, bool opens = false)
    {
        if (word.empty()) return;
        if (!joined && !closes(word)) text += ' ';
        text += word;
        joined = opens || is_one_of(word, "([");
    }
};

std::string phrase_text(const Macro& macro, const std::vector<std::string>& words)
{
    if (words.empty()) return std::string{macro.kind == system_name ? macro.before : ""};
    if (macro.name == "Xr") return words[0] + (words.size() > 1 ? "(" + words[1] + ")" : "");
    if (macro.name == "Bx") return words[0] + std::string{macro.before};
    if (macro.kind == system_name) return std::string{macro.before} + " " + words[0];
    if (macro.name == "Fn") return words[0] + std::string{macro.after};
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + std::string{macro.name == "Fl" ? "-" : ""} + word;
    return macro.name == "Fl" ? text : std::string{macro.before} + text + std::string{macro.after};
}

}  // namespace

std::optional<std::string> mdoc_text(const RoffRequest& line)
{
    if (!find(line.macro)) return {};
    std::vector<std::string> rest = line.arguments;
    rest.insert(rest.begin(), line.macro);
    Words words;
    std::vector<std::string_view> ends;
    for (std::size_t at = 0; at < rest.size();) {
        const Macro* macro = find(rest[at]);
        if (!macro) {
            const std::string word = plain_text(rest[at++]);
            if (word == "Ns") {
                words.joined = true;
            } else {
                words.add(word);
            }
            continue;
        }
        ++at;
        if (macro->kind == enclosure) {
            words.add(macro->before, true);
            ends.push_back(macro->after);
            continue;
        }
        std::vector<std::string> own;
        while (at < rest.size() && !find(rest[at]) && rest[at] != "Ns" && !closes(rest[at]))
            own.push_back(plain_text(rest[at++]));
        words.add(phrase_text(*macro, own));
    }
    // Punctuation at the end of the line stands outside: `.Dq text .`
    std::string after;
    while (!ends.empty() && words.text.size() > 1 &&
           closes(words.text.substr(words.text.size() - 1)) && !rest.empty() &&
           rest.back() == words.text.substr(words.text.size() - 1)) {
        after.insert(0, 1, words.text.back());
        words.text.pop_back();
        rest.pop_back();
    }
    for (; !ends.empty(); ends.pop_back())
        words.text += ends.back();
    return words.text + after;
}

}  // namespace manual
