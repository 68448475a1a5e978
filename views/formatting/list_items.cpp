#include "formatting/list_items.h"

#include "formatting/html_text.h"

namespace manual {

bool is_indented(const HtmlNode* node)
{
    return node != nullptr && node->is("div") && node->read().classes == "Bd-indent";
}

bool has_only_blocks(const HtmlNode& node)
{
    for (const HtmlNode* child = node.first; child != nullptr; child = child->next) {
        if (!is_block(*child)) return false;
    }
    return true;
}

void add_to_description(HtmlTree& tree, HtmlNode& from, HtmlNode& to)
{
    if (to.first == nullptr || has_only_blocks(from)) {
        HtmlTree::move_children(from, to);
        HtmlTree::remove(from);
        return;
    }
    HtmlNode* inline_part = nullptr;
    while (from.first != nullptr) {
        HtmlNode& child = *from.first;
        if (is_block(child)) {
            inline_part = nullptr;
            HtmlTree::append(to, child);
            continue;
        }
        if (inline_part == nullptr) {
            inline_part = &tree.make("p", "Pp");
            HtmlTree::append(to, *inline_part);
        }
        HtmlTree::append(*inline_part, child);
    }
    HtmlTree::remove(from);
}

}  // namespace manual
