#include "formatting/wide_content.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "formatting/html_text.h"
#include "formatting/html_tokens.h"

namespace manual {

namespace {

// A window of 320 pixels shows lines of this length in code that stands in a list.
constexpr std::size_t widest_code = 24;
// The same for a row of a table. Each cell also needs room at its sides, and text is narrower than
// code. Long text in a cell is broken, but not below the width of its longest word.
constexpr std::size_t widest_row = 30;
constexpr std::size_t cell_room = 3;
// Each label repeats the heading, so a long one would make the page many times larger.
constexpr std::size_t longest_heading = 100;

std::size_t width_of_code(const HtmlNode& pre)
{
    std::string text;
    for (const HtmlNode* at = pre.first; at != nullptr; at = following(*at, pre)) {
        if (at->is_text()) text += at->text;
    }
    text = html_decoded(text);
    std::size_t widest = 0;
    for (const std::string_view line : split(text, '\n')) {
        std::size_t width = 0;
        for (const char32_t c : code_points(line))
            width = c == '\t' ? width / 8 * 8 + 8 : width + 1;
        widest = std::max(widest, width);
    }
    return widest;
}

std::size_t longest_word(const HtmlNode& cell)
{
    const std::string text = text_of(cell);
    std::size_t longest = 0;
    for (const std::string_view word : split(text, ' '))
        longest = std::max(longest, code_points(word).size());
    return longest;
}

std::size_t width_of_table(const HtmlNode& table)
{
    std::vector<std::size_t> columns;
    for (const HtmlNode* at = table.first; at != nullptr; at = following(*at, table)) {
        if (!at->is("tr")) continue;
        std::size_t column = 0;
        for (const HtmlNode* cell = at->first; cell != nullptr; cell = cell->next) {
            if (!cell->is("td") && !cell->is("th")) continue;
            if (column == columns.size()) columns.push_back(0);
            if (cell->read().more.find("colspan") == std::string::npos)
                columns[column] = std::max(columns[column], longest_word(*cell) + cell_room);
            ++column;
        }
    }
    std::size_t width = 0;
    for (const std::size_t column : columns)
        width += column;
    return width;
}

class Marks {
public:
    // `heading` is the last one before the content.
    void mark(HtmlNode& node, const std::string& heading, std::string_view kind)
    {
        const std::string what = heading.empty() ? "This page" : heading;
        const std::size_t number = ++numbers_[what + "\n" + std::string{kind}];
        std::string label = what + ", " + std::string{kind};
        if (number > 1) label += " " + std::to_string(number);
        node.write().more +=
            " tabindex=\"0\" role=\"region\" aria-label=\"" + aspic::escape_html(label) + "\"";
    }

private:
    std::map<std::string, std::size_t> numbers_;
};

}  // namespace

void mark_wide_content(HtmlTree& tree)
{
    Marks marks;
    std::string heading;
    for (HtmlNode* node : tree.elements()) {
        if (node->is("h2") || node->is("h3")) {
            heading = tidy(text_of(*node), longest_heading);
        } else if (node->is("pre") && width_of_code(*node) > widest_code) {
            marks.mark(*node, heading, "code");
        } else if (node->is("table") && !node->has_class("Nm") &&
                   width_of_table(*node) > widest_row) {
            marks.mark(*node, heading, "table");
        }
    }
}

}  // namespace manual
