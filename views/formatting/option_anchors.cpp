#include "formatting/option_anchors.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "formatting/html_text.h"
#include "formatting/options.h"
#include "formatting/unique_ids.h"

namespace manual {

namespace {

constexpr std::size_t longest_anchor = 60;

class Anchors {
public:
    explicit Anchors(HtmlTree& tree) : tree_{tree}, ids_{tree} {}

    void add(HtmlNode& term)
    {
        // The link of mandoc around the whole term is replaced.
        HtmlNode* whole = only_child(term);
        if (whole != nullptr && !(whole->is("a") && whole->has_class("permalink"))) whole = nullptr;
        std::vector<HtmlNode*> texts;
        std::size_t count = 0;
        for (HtmlNode* at = term.first; at != nullptr; at = following(*at, term)) {
            if (!at->is_text() || (whole == nullptr && at->inside("a"))) continue;
            texts.push_back(at);
            count += options_of(*at).size();
        }
        if (count == 0) return add_name(term, whole);
        if (count == 1 && whole != nullptr) {
            for (const HtmlNode* text : texts) {
                for (const Option& option : options_of(*text))
                    set_anchor(*whole, term, option);
            }
            return;
        }
        if (whole != nullptr) HtmlTree::unwrap(*whole);
        for (HtmlNode* text : texts)
            add_links(*text, term);
    }

private:
    // An option is in this text only if the element of the text does not go on with a word that
    // began before.
    static std::vector<Option> options_of(const HtmlNode& text)
    {
        const HtmlNode* before = text.previous != nullptr ? text.previous
                                 : text.parent->is("dt") || text.parent->is("a")
                                     ? nullptr
                                     : text.parent->previous;
        std::vector<Option> found = options_in(text.text);
        if (!found.empty() && found[0].start == 0 && before != nullptr) {
            const std::string word =
                before->is_text() ? std::string{before->text} : text_of(*before);
            if (!may_precede_option(word)) found.erase(found.begin());
        }
        return found;
    }

    void set_anchor(HtmlNode& link, HtmlNode& term, const Option& option)
    {
        HtmlAttributes& attributes = link.write();
        attributes.id = ids_.take(option.names[0]);
        attributes.href = "#" + attributes.id;
        // The second name needs an element of its own.
        for (std::size_t i = 1; i < option.names.size(); ++i) {
            HtmlNode& place = tree_.make("span");
            place.write().id = ids_.take(option.names[i]);
            if (term.read().id.empty()) {
                term.write().id = place.read().id;
            } else {
                HtmlTree::insert_before(link, place);
            }
        }
    }

    HtmlNode& make_link()
    {
        HtmlNode& link = tree_.make("a", "permalink");
        link.write().more = " tabindex=\"-1\"";
        return link;
    }

    void add_links(HtmlNode& text, HtmlNode& term)
    {
        const std::vector<Option> options = options_of(text);
        if (options.empty()) return;
        HtmlNode& parent = *text.parent;
        if (options.size() == 1 && options[0].start == 0 && &parent != &term &&
            parent.first == parent.last && parent.parent == &term) {
            HtmlNode& link = make_link();
            HtmlTree::wrap(parent, link);
            return set_anchor(link, term, options[0]);
        }
        std::size_t at = 0;
        for (const Option& option : options) {
            if (option.start > at)
                HtmlTree::insert_before(
                    text, tree_.make_text(std::string{text.text.substr(at, option.start - at)}));
            HtmlNode& link = make_link();
            HtmlTree::insert_before(text, link);
            HtmlTree::append(link, tree_.make_text(std::string{
                                       text.text.substr(option.start, option.end - option.start)}));
            set_anchor(link, term, option);
            at = option.end;
        }
        text.text.remove_prefix(at);
        if (text.text.empty()) HtmlTree::remove(text);
    }

    // A term that is no option: "core.editor". mandoc gives an anchor to its own terms only.
    void add_name(HtmlNode& term, const HtmlNode* whole)
    {
        if (whole != nullptr || !term.read().id.empty()) return;
        for (const HtmlNode* at = term.first; at != nullptr; at = following(*at, term)) {
            if (at->is("a") || !at->read().id.empty()) return;
        }
        const std::string text = text_of(term);
        const std::size_t end = std::min(text.find_first_of(" =([<,:;"), text.size());
        if (end == 0 || end > longest_anchor || !is_ascii_alnum(text[0])) return;
        term.write().id = ids_.take(anchor_of_manual(text.substr(0, end)));
        HtmlNode& link = make_link();
        link.write().href = "#" + term.read().id;
        HtmlTree::move_children(term, link);
        HtmlTree::append(term, link);
    }

    HtmlTree& tree_;
    UniqueIds ids_;
};

// A class that keeps an option on one line: <b>--long-option</b>.
void keep_on_one_line(HtmlTree& tree)
{
    for (HtmlNode* text : tree.all("")) {
        HtmlNode& parent = *text->parent;
        const bool bare = parent.read().empty() || parent.has_class("permalink");
        if (is_block(parent) || !bare || parent.first != parent.last || text->inside("pre"))
            continue;
        if (!is_unbroken_option(text->text)) continue;
        std::string& classes = parent.write().classes;
        classes += classes.empty() ? "flag" : " flag";
    }
}

// A link that holds nothing but bold text has a class in place of the <b>.
void take_face(HtmlNode& link)
{
    HtmlNode* face = link.first;
    if (face == nullptr || face != link.last || !face->is("b") || !face->read().id.empty()) return;
    if (!face->read().classes.empty()) link.write().classes += " " + face->read().classes;
    link.write().classes += " typed";
    HtmlTree::unwrap(*face);
}

}  // namespace

void add_option_anchors(HtmlTree& tree)
{
    Anchors anchors{tree};
    for (HtmlNode* term : tree.all("dt"))
        anchors.add(*term);
    keep_on_one_line(tree);
    for (HtmlNode* link : tree.all("a")) {
        if (!link->has_class("permalink")) continue;
        link->write().more = " tabindex=\"-1\"";
        if (link->parent->is("dt")) take_face(*link);
    }
}

}  // namespace manual
