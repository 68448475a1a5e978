#include "notes/note_text.h"

#include <algorithm>

#include "base/text.h"

namespace manual {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_control(char32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
}

// Overrides and embeddings of direction (Unicode, UAX #9), white space without width, fillers,
// tags, and placeholders. The joiners (U+200C and U+200D) stay, because Persian and emoji need
// them.
bool is_taken_out(char32_t point)
{
    return point == 0x200B || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF || point == 0x00AD ||
           point == 0x061C || point == 0x034F || point == 0x115F || point == 0x1160 ||
           point == 0x17B4 || point == 0x17B5 || point == 0x180E || point == 0x2800 ||
           point == 0x3164 || point == 0xFFA0 || (point >= 0xFFF9 && point <= 0xFFFB) ||
           (point >= 0xE0000 && point <= 0xE0FFF);
}

bool is_visible(char32_t point)
{
    const bool space = point <= 0x20 || point == 0xA0 || point == 0x1680 ||
                       (point >= 0x2000 && point <= 0x200F) || point == 0x202F || point == 0x205F ||
                       point == 0x3000;
    return !space && !(point >= 0xFE00 && point <= 0xFE0F);
}

// Converts "\r\n", "\r" and the line and paragraph separators to "\n".
std::u32string with_plain_line_ends(std::u32string_view points)
{
    std::u32string out;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool half = points[i] == '\r' && i + 1 < points.size() && points[i + 1] == '\n';
        if (half) continue;
        const bool line_end = points[i] == '\r' || points[i] == 0x2028 || points[i] == 0x2029;
        out += line_end ? U'\n' : points[i];
    }
    return out;
}

}  // namespace

std::string tidy_note(std::string_view typed)
{
    if (!is_utf8(typed)) return std::string{typed};
    std::u32string out;
    std::size_t line_ends = 0;
    for (const char32_t point : with_plain_line_ends(code_points(typed))) {
        if (is_taken_out(point)) continue;
        if (point == '\n') {
            while (!out.empty() && (out.back() == ' ' || out.back() == '\t'))
                out.pop_back();
            if (++line_ends > 2) continue;
        } else if (point != ' ' && point != '\t') {
            line_ends = 0;
        }
        out += point;
    }
    return std::string{trim(utf8(out))};
}

std::optional<std::string> objection_to_note(std::string_view text)
{
    if (!is_utf8(text))
        return "The note is not valid UTF-8. Please write the characters shown as \uFFFD again.";
    const std::u32string points = code_points(text);
    if (std::none_of(points.begin(), points.end(), is_visible))
        return "The note is empty. Please write something first.";
    if (std::any_of(points.begin(), points.end(), is_control))
        return "The note has control characters, perhaps colours copied from a terminal. They are "
               "shown as \uFFFD; please remove them.";
    if (text.size() > longest_note)
        return "The note is too long: it has " +
               with_commas(static_cast<std::int64_t>(text.size())) + " bytes, and " +
               with_commas(std::int64_t{longest_note}) + " are allowed. Please shorten it.";
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    if (lines > most_note_lines)
        return "The note has " + std::to_string(lines) + " lines, and " +
               std::to_string(most_note_lines) + " are allowed. Please shorten it.";
    return {};
}

std::string shown_again(std::string_view text)
{
    std::u32string points = with_plain_line_ends(code_points(text));
    std::replace_if(points.begin(), points.end(), is_control, replacement);
    return utf8(points);
}

}  // namespace manual
