#include "accounts/password_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "accounts/account_names.h"
#include "accounts/common_passwords.h"
#include "base/text.h"

namespace manual {

namespace {

// A password of fewer pieces is easy to guess. A piece is a run or a single character.
constexpr std::size_t fewest_pieces = 5;

bool is_letter(char32_t point)
{
    return (point >= U'a' && point <= U'z') || point > 0x7F;
}

char32_t letter_meant(char32_t point)
{
    constexpr std::u32string_view figures = U"013457@$!";
    constexpr std::u32string_view letters = U"oieastasi";
    const auto at = figures.find(point);
    return at == std::u32string_view::npos ? point : letters[at];
}

// "!p@ssw0rd99" becomes "password": digits and signs at both ends are removed, then those inside
// are read as letters.
std::u32string word_in(std::u32string_view text)
{
    const auto first = std::find_if(text.begin(), text.end(), is_letter);
    const auto last = std::find_if(text.rbegin(), text.rend(), is_letter).base();
    if (first >= last) return {};
    std::u32string word{first, last};
    std::transform(word.begin(), word.end(), word.begin(), letter_meant);
    return word;
}

// Reads "pass word" as "password".
std::u32string without_gaps(std::u32string_view text)
{
    std::u32string dense{text};
    std::erase_if(dense,
                  [](char32_t point) { return point == U' ' || point == U'-' || point == U'_'; });
    return dense;
}

bool is_common(std::u32string_view text)
{
    return is_common_password(utf8(text)) || is_common_password(utf8(word_in(text)));
}

// Finds "passwordpassword" and "abc1abc1abc1". The last piece may be incomplete.
bool is_repeated(std::u32string_view text)
{
    for (std::size_t piece = 1; piece < shortest_password && piece * 2 <= text.size(); ++piece) {
        if (std::equal(text.begin() + static_cast<std::ptrdiff_t>(piece), text.end(), text.begin()))
            return true;
    }
    return false;
}

// True for neighbours in the alphabet or on a keyboard, in either direction, and for equal
// characters.
bool are_neighbours(char32_t one, char32_t other)
{
    constexpr auto rows = std::to_array<std::u32string_view>(
        {U"abcdefghijklmnopqrstuvwxyz", U"01234567890", U"qwertyuiop", U"asdfghjkl", U"zxcvbnm",
         U"qwertzuiop", U"yxcvbnm", U"azertyuiop", U"qsdfghjklm", U"wxcvbn"});
    if (one == other) return true;
    const std::u32string forward{one, other};
    const std::u32string backward{other, one};
    return std::any_of(rows.begin(), rows.end(), [&](std::u32string_view row) {
        return row.find(forward) != std::u32string_view::npos ||
               row.find(backward) != std::u32string_view::npos;
    });
}

bool is_in_order(std::u32string_view text)
{
    std::size_t pieces = 1;
    for (std::size_t i = 1; i < text.size(); ++i)
        pieces += are_neighbours(text[i - 1], text[i]) ? 0 : 1;
    return pieces < fewest_pieces;
}

bool has_few_characters(std::u32string_view text)
{
    return std::set<char32_t>(text.begin(), text.end()).size() < fewest_pieces;
}

std::u32string without(std::u32string text, std::u32string_view part)
{
    for (std::size_t at; !part.empty() && (at = text.find(part)) != std::u32string::npos;)
        text.erase(at, part.size());
    return text;
}

}  // namespace

std::optional<std::string> objection_to_password(std::string_view password, std::string_view name)
{
    if (password.size() > longest_password) return "The password is too long.";
    if (code_points(password).size() < shortest_password) {
        return "The password needs at least " + std::to_string(shortest_password) + " characters.";
    }
    const std::u32string text = code_points(name_key(password));
    for (const std::u32string& form : {text, without_gaps(text)}) {
        if (is_common(form) || is_repeated(form) || is_in_order(form) || has_few_characters(form))
            return "This password is too easy to guess. Please choose another.";
    }
    const std::u32string own = code_points(name_key(name));
    const bool has_own = !own.empty() && text.find(own) != std::u32string::npos;
    if (has_own && without(text, own).size() < shortest_password) {
        return "The password needs at least " + std::to_string(shortest_password) +
               " characters besides your name.";
    }
    return {};
}

}  // namespace manual
