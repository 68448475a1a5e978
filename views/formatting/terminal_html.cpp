#include "formatting/terminal_html.h"

#include <unicode/utf8.h>

#include <algorithm>

namespace manual {

namespace {

enum class Face { plain, bold, italic, bold_italic };

struct Cell {
    std::string_view character;
    Face face = Face::plain;
};

// Removes one UTF-8 character from the front. An invalid byte counts as one character.
std::string_view take_character(std::string_view& rest)
{
    std::size_t size = 0;
    U8_FWD_1(rest.data(), size, rest.size());
    const std::string_view character = rest.substr(0, size);
    rest.remove_prefix(size);
    return character;
}

// One place of the line, with all characters that are printed there.
Cell take_cell(std::string_view& rest)
{
    Cell cell{take_character(rest)};
    bool bold = false;
    bool italic = false;
    while (rest.size() > 1 && rest[0] == '\b') {
        rest.remove_prefix(1);
        const std::string_view over = take_character(rest);
        if (over == cell.character) {
            bold = true;
        } else if (cell.character == "_") {
            italic = true;
            cell.character = over;
        } else if (over == "_") {
            italic = true;
        } else {
            cell.character = over;
        }
    }
    cell.face = bold     ? italic ? Face::bold_italic : Face::bold
                : italic ? Face::italic
                         : Face::plain;
    return cell;
}

std::string_view opening(Face face)
{
    constexpr std::string_view tags[] = {"", "<b>", "<i>", "<b><i>"};
    return tags[static_cast<std::size_t>(face)];
}

std::string_view closing(Face face)
{
    constexpr std::string_view tags[] = {"", "</b>", "</i>", "</i></b>"};
    return tags[static_cast<std::size_t>(face)];
}

void write_character(std::string_view character, std::string& html)
{
    if (character == "<") {
        html += "&lt;";
    } else if (character == ">") {
        html += "&gt;";
    } else if (character == "&") {
        html += "&amp;";
    } else if (character == "\n" || static_cast<unsigned char>(character[0]) >= ' ') {
        html += character;
    }
}

std::string_view without_blank_lines(std::string_view text)
{
    const std::size_t first = std::min(text.find_first_not_of(" \n"), text.size());
    const std::size_t line = text.rfind('\n', first);
    if (line != std::string_view::npos) text.remove_prefix(line + 1);
    return text.substr(0, text.find_last_not_of(" \n") + 1);
}

}  // namespace

std::string terminal_html(std::string_view text)
{
    text = without_blank_lines(text);
    std::string html;
    html.reserve(text.size() + text.size() / 8);
    Face face = Face::plain;
    while (!text.empty()) {
        if (text[0] == '\b') {  // nothing to print over
            text.remove_prefix(1);
            continue;
        }
        const Cell cell = take_cell(text);
        if (cell.face != face) {
            html += closing(face);
            html += opening(cell.face);
            face = cell.face;
        }
        write_character(cell.character, html);
    }
    html += closing(face);
    return html;
}

}  // namespace manual
