#include "formatting/simplify.h"

#include <algorithm>
#include <array>
#include <string>

#include "formatting/html_text.h"

namespace manual {

namespace {

constexpr std::array<std::string_view, 7> faces{"b", "i", "em", "strong", "small", "code", "span"};
constexpr std::string_view spaces = " \t\r\n";

bool is_face(const HtmlNode& node)
{
    return std::find(faces.begin(), faces.end(), node.name) != faces.end();
}

bool is_space(char c)
{
    return spaces.find(c) != std::string_view::npos;
}

// Each run of white space becomes one character: a newline if it has one.
std::string with_single_spaces(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_space(text[at])) {
            out += text[at];
            continue;
        }
        const std::size_t end = std::min(text.find_first_not_of(spaces, at), text.size());
        const bool newline = text.substr(at, end - at).find('\n') != std::string_view::npos;
        out += newline ? '\n' : ' ';
        at = end - 1;
    }
    return out;
}

bool next_to_block(const HtmlNode& node)
{
    const HtmlNode* before = node.previous;
    const HtmlNode* after = node.next;
    const bool starts =
        before == nullptr ? is_block(*node.parent) || node.parent->is("root") : is_block(*before);
    const bool ends =
        after == nullptr ? is_block(*node.parent) || node.parent->is("root") : is_block(*after);
    return starts || ends;
}

void simplify_white_space(HtmlTree& tree)
{
    for (HtmlNode* node : tree.all("")) {
        if (node->inside("pre")) continue;
        if (node->text.find_first_not_of(spaces) == std::string_view::npos &&
            next_to_block(*node)) {
            HtmlTree::remove(*node);
            continue;
        }
        std::string text = with_single_spaces(node->text);
        if (text != node->text) tree.set_text(*node, std::move(text));
    }
}

// In preformatted text, mandoc writes a break next to a newline that is already there.
void simplify_break_in_pre(HtmlTree& tree, HtmlNode& br)
{
    HtmlNode* after = br.next;
    const HtmlNode* before = br.previous;
    const bool needed = before != nullptr && !(before->is_text() && before->text.ends_with('\n'));
    if (after != nullptr && after->is_text() && after->text.starts_with('\n'))
        after->text.remove_prefix(1);
    if (needed) HtmlTree::insert_before(br, tree.make_text("\n"));
    HtmlTree::remove(br);
}

void simplify_breaks(HtmlTree& tree)
{
    for (HtmlNode* br : tree.all("br")) {
        if (br->inside("pre")) {
            simplify_break_in_pre(tree, *br);
        } else if (next_to_block(*br)) {
            HtmlTree::remove(*br);
        }
    }
}

bool is_empty(const HtmlNode& node)
{
    return node.first == nullptr ||
           (node.first == node.last && node.first->is_text() &&
            node.first->text.find_first_not_of(spaces) == std::string_view::npos);
}

bool is_twin(const HtmlNode& a, const HtmlNode& b)
{
    return a.name == b.name && written(a.read()) == written(b.read()) && a.read().id.empty();
}

void simplify_faces(HtmlTree& tree)
{
    for (HtmlNode* node : tree.elements()) {
        if (node->parent == nullptr) continue;
        const bool bare = node->read().empty();
        const bool says_nothing =
            (node->is("p") && is_empty(*node)) || (is_face(*node) && node->first == nullptr);
        if (says_nothing && node->read().id.empty()) {
            HtmlTree::remove(*node);
        } else if (is_face(*node) && bare && (node->is("span") || node->inside(node->name))) {
            HtmlTree::unwrap(*node);
        } else if (is_face(*node) && node->previous != nullptr && is_twin(*node, *node->previous)) {
            HtmlNode& twin = *node->previous;
            HtmlTree::move_children(*node, twin);
            HtmlTree::remove(*node);
        }
    }
}

// Texts that lie next to each other become one.
void join_texts(HtmlTree& tree)
{
    for (HtmlNode* node : tree.all("")) {
        if (node->parent == nullptr || node->next == nullptr || !node->next->is_text()) continue;
        std::string text{node->text};
        while (node->next != nullptr && node->next->is_text()) {
            text += node->next->text;
            HtmlTree::remove(*node->next);
        }
        tree.set_text(*node, std::move(text));
    }
}

}  // namespace

void simplify(HtmlTree& tree)
{
    simplify_white_space(tree);
    simplify_breaks(tree);
    simplify_faces(tree);
    join_texts(tree);
    // What has been removed may leave more white space next to blocks.
    simplify_white_space(tree);
}

void remove_unused_classes(HtmlTree& tree)
{
    for (HtmlNode* node : tree.elements()) {
        const std::string& classes = node->read().classes;
        if (classes == "Pp" || classes == "Sh" || classes == "Ss" || classes == "Bl-tag") {
            node->write().classes.clear();
        } else if (classes.starts_with("Pp ")) {
            node->write().classes.erase(0, 3);
        }
    }
}

}  // namespace manual
