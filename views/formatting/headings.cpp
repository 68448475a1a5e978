#include "formatting/headings.h"

#include <aspic/aspic.h>

#include <algorithm>

#include "base/text.h"
#include "formatting/html_text.h"
#include "formatting/html_tokens.h"
#include "formatting/unique_ids.h"

namespace manual {

namespace {

bool is_heading(const HtmlNode& node)
{
    return node.is("h1") || node.is("h2");
}

bool is_lower(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_letter(unsigned char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

// "$HOME", "X.509" and "GIT_DIR" are one word, "READ/WRITE" and "BUILT-IN" are two.
bool is_part_of_word(char c)
{
    return is_ascii_alnum(c) || c == '_' || c == '.' || c == '$';
}

// A heading with other letters than those of English stays as it is.
bool is_in_capitals(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), is_letter) &&
           std::none_of(text.begin(), text.end(),
                        [](unsigned char c) { return is_lower(c) || c >= 0x80; });
}

WordCases cases_of(HtmlTree& tree, const std::vector<HtmlNode*>& headings)
{
    WordCases cases;
    bool shouted = false;
    for (const HtmlNode* heading : headings) {
        const std::string text = text_of(*heading);
        if (!is_in_capitals(text)) continue;
        cases.expect(text);
        shouted = true;
    }
    if (!shouted) return cases;
    // The text of the page in one piece, because "under <b>PROMPTING</b>" names a heading.
    std::string page;
    for (const HtmlNode* node : tree.all("")) {
        if (node->inside("h1") || node->inside("h2") || node->inside("pre")) continue;
        page += node->text;
        if (is_block(*node->parent) && node->next == nullptr) page += "\n\n";
    }
    cases.read(html_decoded(page));
    return cases;
}

// mandoc gives no id to headings that are repeated or have other letters than those of English.
std::string anchor_of(const std::string& heading)
{
    std::string id = tidy(heading, heading.size());
    std::replace(id.begin(), id.end(), ' ', '_');
    return anchor_of_manual(id);
}

}  // namespace

std::string friendly_heading(std::string_view heading, const WordCases& cases)
{
    if (!is_in_capitals(heading)) return std::string{heading};
    std::string out;
    for (std::size_t at = 0; at < heading.size();) {
        std::size_t end = at;
        while (end < heading.size() && is_part_of_word(heading[end]))
            ++end;
        while (end > at && heading[end - 1] == '.')
            --end;
        if (end == at) {
            out += heading[at++];
            continue;
        }
        const std::string_view word = heading.substr(at, end - at);
        // "-A" and "--VERSION" are options.
        const bool option =
            out.ends_with('-') && (out.size() == 1 || out.ends_with(" -") || out.ends_with("--"));
        std::string friendly = option ? std::string{word} : cases.friendly(word);
        // "6. Files" and "[Install] section", but "<name>".
        const bool starts =
            out.find_first_not_of("0123456789. (\"'") == std::string::npos || out.ends_with('[');
        if (starts && is_lower(static_cast<unsigned char>(friendly[0])))
            friendly[0] = static_cast<char>(friendly[0] - 'a' + 'A');
        out += friendly;
        at = end;
    }
    return out;
}

std::vector<Heading> arrange_headings(HtmlTree& tree)
{
    std::vector<Heading> contents;
    std::vector<HtmlNode*> headings = tree.elements();
    std::erase_if(headings, [](const HtmlNode* node) { return !is_heading(*node); });
    const WordCases cases = cases_of(tree, headings);
    UniqueIds ids{tree};
    for (HtmlNode* heading : headings) {
        const bool section = heading->is("h1");
        const std::string written = text_of(*heading);
        const std::string text = friendly_heading(written, cases);
        while (heading->first != nullptr)
            HtmlTree::remove(*heading->first);
        heading->name = section ? "h2" : "h3";
        HtmlNode* inside = heading;
        const std::string anchor = anchor_of(written);
        if (heading->read().id.empty() && !anchor.empty()) heading->write().id = ids.take(anchor);
        if (!heading->read().id.empty()) {
            const std::string url = "#" + heading->read().id;
            inside = &tree.make("a", "permalink");
            inside->write().href = url;
            HtmlTree::append(*heading, *inside);
            auto& list = section || contents.empty() ? contents : contents.back().below;
            list.push_back({text, url, written, {}});
        }
        HtmlTree::append(*inside, tree.make_text(aspic::escape_html(text)));
    }
    return contents;
}

}  // namespace manual
