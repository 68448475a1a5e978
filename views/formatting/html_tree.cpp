#include "formatting/html_tree.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "formatting/html_text.h"

namespace manual {

const HtmlAttributes& HtmlNode::read() const
{
    static const HtmlAttributes none;
    return attributes ? *attributes : none;
}

HtmlAttributes& HtmlNode::write()
{
    if (!attributes) attributes = std::make_unique<HtmlAttributes>();
    return *attributes;
}

bool HtmlNode::has_class(std::string_view wanted) const
{
    const auto classes = split(read().classes, ' ');
    return std::find(classes.begin(), classes.end(), wanted) != classes.end();
}

bool HtmlNode::inside(std::string_view element) const
{
    for (const HtmlNode* up = parent; up != nullptr; up = up->parent) {
        if (up->name == element) return true;
    }
    return false;
}

std::vector<HtmlNode*> HtmlTree::all(std::string_view name)
{
    std::vector<HtmlNode*> found;
    for (HtmlNode* node = root().first; node != nullptr; node = following(*node, root())) {
        if (node->name == name) found.push_back(node);
    }
    return found;
}

std::vector<HtmlNode*> HtmlTree::elements()
{
    std::vector<HtmlNode*> found;
    for (HtmlNode* node = root().first; node != nullptr; node = following(*node, root())) {
        if (!node->is_text()) found.push_back(node);
    }
    return found;
}

HtmlNode& HtmlTree::make(std::string_view element, std::string_view classes)
{
    HtmlNode& node = nodes_.emplace_back();
    node.name = element;
    if (!classes.empty()) node.write().classes = classes;
    return node;
}

HtmlNode& HtmlTree::make_text(std::string html)
{
    HtmlNode& node = nodes_.emplace_back();
    if (!html.empty()) set_text(node, std::move(html));
    return node;
}

void HtmlTree::set_text(HtmlNode& text, std::string html)
{
    text.text = texts_.emplace_back(std::move(html));
}

void HtmlTree::remove(HtmlNode& node)
{
    if (node.parent == nullptr) return;
    (node.previous != nullptr ? node.previous->next : node.parent->first) = node.next;
    (node.next != nullptr ? node.next->previous : node.parent->last) = node.previous;
    node.parent = node.previous = node.next = nullptr;
}

void HtmlTree::insert_before(HtmlNode& place, HtmlNode& node)
{
    remove(node);
    node.parent = place.parent;
    node.previous = place.previous;
    node.next = &place;
    (place.previous != nullptr ? place.previous->next : place.parent->first) = &node;
    place.previous = &node;
}

void HtmlTree::insert_after(HtmlNode& place, HtmlNode& node)
{
    if (place.next != nullptr) {
        insert_before(*place.next, node);
    } else {
        append(*place.parent, node);
    }
}

void HtmlTree::append(HtmlNode& parent, HtmlNode& node)
{
    remove(node);
    node.parent = &parent;
    node.previous = parent.last;
    (parent.last != nullptr ? parent.last->next : parent.first) = &node;
    parent.last = &node;
}

void HtmlTree::move_children(HtmlNode& from, HtmlNode& to)
{
    while (from.first != nullptr)
        append(to, *from.first);
}

void HtmlTree::unwrap(HtmlNode& node)
{
    while (node.first != nullptr)
        insert_before(node, *node.first);
    remove(node);
}

void HtmlTree::wrap(HtmlNode& node, HtmlNode& around)
{
    insert_before(node, around);
    append(around, node);
}

std::string HtmlTree::html(std::string_view after_block) const
{
    std::string out;
    const auto end = [&](const HtmlNode& node) {
        out.append("</").append(node.name).append(">");
        if (is_block(node)) out.append(after_block);
    };
    const HtmlNode& top = nodes_.front();
    const HtmlNode* node = top.first;
    while (node != nullptr) {
        if (node->is_text()) {
            out += node->text;
        } else {
            out.append("<").append(node->name).append(written(node->read())).append(">");
            if (node->first != nullptr) {
                node = node->first;
                continue;
            }
            if (!is_void_element(node->name)) end(*node);
        }
        while (node->next == nullptr && node->parent != &top) {
            node = node->parent;
            end(*node);
        }
        node = node->next;
    }
    return out;
}

HtmlNode* following(const HtmlNode& node, const HtmlNode& top)
{
    if (node.first != nullptr) return node.first;
    const HtmlNode* at = &node;
    while (at != &top && at->next == nullptr)
        at = at->parent;
    return at == &top ? nullptr : at->next;
}

}  // namespace manual
