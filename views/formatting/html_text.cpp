#include "formatting/html_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "formatting/html_tokens.h"

namespace manual {

namespace {

constexpr std::array<std::string_view, 23> blocks{
    "blockquote", "dd",    "div",    "dl",  "dt",  "h1", "h2", "h3",
    "h4",         "li",    "mtable", "mtd", "mtr", "ol", "p",  "pre",
    "section",    "table", "tbody",  "td",  "th",  "tr", "ul"};

HtmlNode* solid(HtmlNode* node, HtmlNode* HtmlNode::*step)
{
    while (node != nullptr && node->is_text() && is_blank(node->text))
        node = node->*step;
    return node;
}

}  // namespace

std::string text_of(const HtmlNode& node)
{
    if (node.is_text()) return tidy(html_decoded(node.text), node.text.size());
    std::string text;
    for (const HtmlNode* at = node.first; at != nullptr; at = following(*at, node)) {
        if (at->is_text()) {
            text += at->text;
        } else if (at->is("br") || is_block(*at)) {
            text += ' ';
        }
    }
    const std::string decoded = html_decoded(text);
    return tidy(decoded, decoded.size());
}

bool is_blank(std::string_view html)
{
    while (!html.empty()) {
        const std::string_view rest = trim(html);
        if (rest.size() != html.size()) {
            html = rest;
        } else if (html.starts_with("&#x00A0;")) {
            html.remove_prefix(8);
        } else {
            return false;
        }
    }
    return true;
}

HtmlNode* next_solid(const HtmlNode& node)
{
    return solid(node.next, &HtmlNode::next);
}

HtmlNode* previous_solid(const HtmlNode& node)
{
    return solid(node.previous, &HtmlNode::previous);
}

HtmlNode* first_solid(const HtmlNode& parent)
{
    return solid(parent.first, &HtmlNode::next);
}

HtmlNode* only_child(const HtmlNode& parent)
{
    HtmlNode* child = first_solid(parent);
    return child != nullptr && next_solid(*child) == nullptr ? child : nullptr;
}

bool is_block(const HtmlNode& node)
{
    return std::find(blocks.begin(), blocks.end(), node.name) != blocks.end();
}

}  // namespace manual
