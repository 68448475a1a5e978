#include "account_names.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>

#include "text.h"

namespace manual {

namespace {

// Character classes of Unicode, whatever locale the server was started in.
locale_t unicode()
{
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
}

bool is_letter_or_digit(char32_t point)
{
    return iswalnum_l(static_cast<wint_t>(point), unicode()) != 0;
}

bool may_stand_between(char32_t point)
{
    return std::u32string_view{U" .-_'\u2019"}.find(point) != std::u32string_view::npos;
}

}  // namespace

std::optional<std::string> objection_to_name(std::string_view name)
{
    if (!is_utf8(name)) return "The name is not valid UTF-8.";
    const std::u32string points = code_points(name);
    if (points.size() < shortest_name)
        return "The name needs at least " + std::to_string(shortest_name) + " characters.";
    if (points.size() > longest_name)
        return "The name may have at most " + std::to_string(longest_name) + " characters.";
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (is_letter_or_digit(points[i])) continue;
        if (!may_stand_between(points[i]))
            return "The name may have letters, digits, spaces, and . - _ ' only.";
        const bool between = i > 0 && i + 1 < points.size() && is_letter_or_digit(points[i - 1]);
        if (!between)
            return "The name must begin and end with a letter or a digit, and have single signs "
                   "between them.";
    }
    return {};
}

std::string name_key(std::string_view name)
{
    std::u32string points = code_points(name);
    for (char32_t& point : points) {
        // Both ways round, as some letters have two small forms.
        const wint_t upper = towupper_l(static_cast<wint_t>(point), unicode());
        point = static_cast<char32_t>(towlower_l(upper, unicode()));
    }
    return utf8(points);
}

}  // namespace manual
