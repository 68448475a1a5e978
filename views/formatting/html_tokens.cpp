#include "formatting/html_tokens.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{
    {{"lt", "<"}, {"gt", ">"}, {"amp", "&"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", "\u00A0"}}};

constexpr std::string_view space = " \t\r\n";

// Removes `name="value"` from the front of `inside`. Text in another form is skipped.
void take_attribute(std::string_view& inside, HtmlToken& token)
{
    const std::size_t name_end = std::min(inside.find_first_of(" \t\r\n="), inside.size());
    HtmlAttribute attribute{inside.substr(0, name_end), {}};
    inside.remove_prefix(name_end);
    if (inside.starts_with("=\"") || inside.starts_with("='")) {
        const std::size_t end = inside.find(inside[1], 2);
        attribute.value = inside.substr(2, end == std::string_view::npos ? end : end - 2);
        inside.remove_prefix(end == std::string_view::npos ? inside.size() : end + 1);
    } else if (inside.starts_with('=')) {
        const std::size_t end = std::min(inside.find_first_of(space), inside.size());
        attribute.value = inside.substr(1, end - 1);
        inside.remove_prefix(end);
    }
    if (!attribute.name.empty()) token.attributes.push_back(attribute);
}

// Returns the end of the tag that begins at `start`: the position after its first `>` outside
// quotes. Returns npos if it is not a tag.
std::size_t tag_end(std::string_view html, std::size_t start)
{
    char quote = 0;
    for (std::size_t at = start + 1; at < html.size(); ++at) {
        const char c = html[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

HtmlToken tag(std::string_view inside)
{
    HtmlToken token;
    token.kind = inside.starts_with('/') ? HtmlToken::Kind::end : HtmlToken::Kind::start;
    if (token.kind == HtmlToken::Kind::end) inside.remove_prefix(1);
    if (inside.ends_with('/')) {
        token.closed = true;
        inside.remove_suffix(1);
    }
    const std::size_t name_end = std::min(inside.find_first_of(space), inside.size());
    token.name = inside.substr(0, name_end);
    inside.remove_prefix(name_end);
    while (!(inside = trim(inside)).empty())
        take_attribute(inside, token);
    return token;
}

bool begins_tag(std::string_view rest)
{
    const std::size_t at = rest.starts_with("</") ? 2 : 1;
    return rest.size() > at && (is_ascii_alnum(rest[at]) || (at == 1 && rest[at] == '!'));
}

}  // namespace

std::string_view HtmlToken::attribute(std::string_view wanted) const
{
    for (const HtmlAttribute& each : attributes) {
        if (each.name == wanted) return each.value;
    }
    return {};
}

std::vector<HtmlToken> html_tokens(std::string_view html)
{
    std::vector<HtmlToken> tokens;
    std::size_t at = 0;
    // False after one that does not end: then all the rest is text, and is not read again and again.
    bool tags_end = true;
    bool comments_end = true;
    while (at < html.size()) {
        if (tags_end && html[at] == '<' && begins_tag(html.substr(at))) {
            const bool comment = comments_end && html.substr(at).starts_with("<!--");
            const std::size_t comment_end =
                comment ? html.find("-->", at + 4) : std::string_view::npos;
            if (comment && comment_end == std::string_view::npos) comments_end = false;
            const std::size_t end =
                comment_end != std::string_view::npos ? comment_end + 3 : tag_end(html, at);
            if (end != std::string_view::npos) {
                if (html[at + 1] != '!') tokens.push_back(tag(html.substr(at + 1, end - at - 2)));
                at = end;
                continue;
            }
            tags_end = false;
        }
        const std::size_t end = std::min(html.find('<', at + 1), html.size());
        HtmlToken text;
        text.text = html.substr(at, end - at);
        tokens.push_back(text);
        at = end;
    }
    return tokens;
}

std::string html_decoded(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t end =
            text[0] == '&' ? text.substr(0, 12).find(';') : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[0];
            text.remove_prefix(1);
            continue;
        }
        const std::string_view name = text.substr(1, end - 1);
        if (name.starts_with('#')) {
            const bool hex = name.starts_with("#x") || name.starts_with("#X");
            unsigned value = 0;
            std::from_chars(name.data() + (hex ? 2 : 1), name.data() + name.size(), value,
                            hex ? 16 : 10);
            const char32_t point = value == 0 ? 0xFFFD : value;
            out += utf8({&point, 1});
        } else {
            const auto* known = std::find_if(entities.begin(), entities.end(),
                                             [&](const auto& e) { return e.first == name; });
            out += known != entities.end() ? known->second : text.substr(0, end + 1);
        }
        text.remove_prefix(end + 1);
    }
    return out;
}

}  // namespace manual
