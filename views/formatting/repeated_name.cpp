#include "formatting/repeated_name.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "formatting/html_text.h"
#include "sources/name_heading.h"

namespace manual {

namespace {

// The first section, if it is NAME in any language.
HtmlNode* name_section(HtmlTree& tree)
{
    for (HtmlNode* section : tree.all("section")) {
        const HtmlNode* heading = section->first;
        const bool is_name =
            heading != nullptr && heading->is("h1") && is_name_heading(text_of(*heading));
        return is_name ? section : nullptr;
    }
    return nullptr;
}

// "gcloud alpha builds" is the page gcloud_alpha_builds, and "Git log" is git-log.
std::string comparable(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == ' ' || c == '_' || c == '-') continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

}  // namespace

void remove_repeated_name(HtmlTree& tree, const PageHead& head)
{
    HtmlNode* section = name_section(tree);
    if (section == nullptr || head.description.empty()) return;
    for (const HtmlNode* at = section->first; at != nullptr; at = following(*at, *section)) {
        // A list, a table, a link or an example is more than a name.
        if (at->is("dl") || at->is("ul") || at->is("table") || at->is("pre") || at->is("section"))
            return;
    }
    std::string text;
    for (const HtmlNode* part = section->first->next; part != nullptr; part = part->next)
        text += text_of(*part) + " ";
    text = tidy(text, text.size());
    if (!text.ends_with(head.description)) return;
    std::string_view name = text;
    name.remove_suffix(head.description.size());
    for (const std::string_view sign : {"-", "\u2014", "\u2013", "\u2212", ":"}) {
        name = trim(name);
        while (name.ends_with(sign))
            name.remove_suffix(sign.size());
    }
    if (comparable(trim(name)) != comparable(head.name)) return;
    const std::string id = section->first->read().id;
    HtmlNode* parent = section->parent;
    HtmlTree::remove(*section);
    if (parent->is("div") && parent->read().id.empty()) parent->write().id = id;
}

}  // namespace manual
