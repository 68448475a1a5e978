#include "formatting/links.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/text.h"
#include "formatting/bare_urls.h"
#include "formatting/html_text.h"
#include "formatting/html_tokens.h"
#include "formatting/options.h"
#include "formatting/section_references.h"

namespace manual {

namespace {

constexpr std::string_view page_path = "/man/";

std::set<std::string, std::less<>> anchors_of(HtmlTree& tree)
{
    std::set<std::string, std::less<>> anchors;
    for (const HtmlNode* node : tree.elements()) {
        if (!node->read().id.empty()) anchors.insert(node->read().id);
    }
    return anchors;
}

// Returns the URL of the page for "/man/1/ls".
std::string url_of_page(std::string_view url, const PageUrl& page_url)
{
    const std::string_view path = url.substr(page_path.size());
    if (path.empty()) return {};
    const std::size_t slash = std::min(path.find('/'), path.size() - 1);
    return page_url(path.substr(0, slash), path.substr(slash + 1));
}

// Some pages write an address without its scheme: user@host, www.host.
std::string external_url(const std::string& url)
{
    if (is_safe_external_link(url)) return url;
    const bool bare = url.find_first_of(":/?#%<>&") == std::string::npos;
    std::string full;
    if (url.find('@', 1) != std::string::npos && bare) full = "mailto:" + url;
    if (url.starts_with("www.") && url.find(':') == std::string::npos) full = "http://" + url;
    return is_safe_external_link(full) ? full : "";
}

// A term that is a reference, such as raise(3), leads to that page and not to itself.
void prefer_references(HtmlTree& tree, const PageUrl& page_url)
{
    for (HtmlNode* link : tree.all("a")) {
        if (!link->has_class("permalink") || !link->parent->is("dt")) continue;
        const std::string text = text_of(*link);
        const std::size_t open = std::min(text.find('('), text.size());
        const auto section = section_in_parentheses(std::string_view{text}.substr(open));
        if (section && open + section->size() + 2 == text.size() &&
            !page_url(*section, text.substr(0, open)).empty())
            HtmlTree::unwrap(*link);
    }
}

// Options in running text, which is no element of its own.
std::vector<TextMark> unbroken_options(const HtmlNode& text)
{
    std::vector<TextMark> marks;
    if (is_unbroken_option(text.text) && text.parent->first == text.parent->last) return marks;
    for (const Option& option : options_in(text.text)) {
        if (is_unbroken_option(text.text.substr(option.start, option.end - option.start)))
            marks.push_back({option.start, option.end, " class=\"flag\"", "span"});
    }
    return marks;
}

bool is_plain(const HtmlNode& text)
{
    return !text.inside("a") && !text.inside("pre");
}

// <b>ls</b>(1) is the form of references in man(7) pages. Some have a space: <b>ls </b>(1).
void add_reference(HtmlTree& tree, HtmlNode& face, const PageUrl& page_url)
{
    HtmlNode* after = face.next;
    if (face.first == nullptr || face.first != face.last || !face.first->is_text() ||
        after == nullptr || !after->is_text() || !is_plain(face))
        return;
    const std::size_t gap = after->text.starts_with(' ') || after->text.starts_with('\n') ? 1 : 0;
    const auto section = section_in_parentheses(after->text.substr(gap));
    if (!section) return;
    const std::string name = html_decoded(face.first->text);
    const std::string url = page_url(*section, trim(name));
    if (url.empty()) return;
    HtmlNode& link = tree.make("a", "Xr");
    link.write().href = url;
    HtmlTree::wrap(face, link);
    const std::size_t size = gap + section->size() + 2;
    HtmlTree::append(link, tree.make_text(std::string{after->text.substr(0, size)}));
    after->text.remove_prefix(size);
}

// The outermost element that holds nothing but this text: <small><b>text</b></small>.
const HtmlNode& holder_of(const HtmlNode& text)
{
    const HtmlNode* at = &text;
    while (at->parent != nullptr && !is_block(*at->parent) && at->parent->first == at &&
           at->parent->last == at && at->parent->parent != nullptr)
        at = at->parent;
    return *at;
}

std::string_view text_or_nothing(const HtmlNode* node)
{
    return node != nullptr && node->is_text() ? node->text : std::string_view{};
}

}  // namespace

void check_links(HtmlTree& tree, const PageUrl& page_url)
{
    const auto anchors = anchors_of(tree);
    for (HtmlNode* link : tree.all("a")) {
        std::string& url = link->write().href;
        if (url.starts_with('#')) {
            const std::string anchor = anchor_of_manual(url.substr(1));
            url = anchors.contains(anchor) ? "#" + anchor : "";
        } else if (url.starts_with(page_path)) {
            url = url_of_page(url, page_url);
        } else {
            url = external_url(url);
            if (!url.empty()) link->write().more += " rel=\"nofollow noopener\"";
        }
        if (url.empty()) HtmlTree::unwrap(*link);
    }
}

void add_links(HtmlTree& tree, const PageUrl& page_url, const std::vector<Heading>& contents)
{
    prefer_references(tree, page_url);
    for (HtmlNode* node : tree.elements()) {
        if (node->is("b") || node->is("i") || node->is("em") || node->is("strong"))
            add_reference(tree, *node, page_url);
    }
    const SectionReferences sections{contents};
    struct Change {
        HtmlNode* node;
        std::string html;
    };
    std::vector<Change> changes;  // made at the end, because a text may be near another one
    for (HtmlNode* node : tree.all("")) {
        if (!is_plain(*node)) continue;
        const HtmlNode& holder = holder_of(*node);
        std::vector<TextMark> marks = cross_references(node->text, page_url);
        const auto add = [&](std::vector<TextMark> more) {
            marks.insert(marks.end(), more.begin(), more.end());
        };
        const bool goes_on = holder.next != nullptr && !is_block(*holder.next) &&
                             !holder.next->is("br") &&
                             !(holder.next->is_text() && is_blank(holder.next->text.substr(0, 1)));
        add(bare_urls(node->text, goes_on));
        if (!node->inside("h2") && !node->inside("h3"))
            add(sections.find(node->text, {text_or_nothing(holder.previous),
                                           text_or_nothing(holder.next), &holder != node}));
        add(unbroken_options(*node));
        if (!marks.empty()) changes.push_back({node, with_marks(node->text, std::move(marks))});
    }
    for (Change& change : changes)
        tree.set_text(*change.node, std::move(change.html));
}

}  // namespace manual
