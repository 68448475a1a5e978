#include "formatting/lists.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "formatting/bullets.h"
#include "formatting/html_text.h"
#include "formatting/list_items.h"

namespace manual {

namespace {

constexpr std::size_t longest_term = 160;

bool is_list(const HtmlNode* node)
{
    return node != nullptr && (node->is("dl") || node->is("ul") || node->is("ol"));
}

// ---- Terms: a short paragraph in front of an indented block

bool is_option(std::string_view text)
{
    return text.size() > 1 && (text[0] == '-' || text[0] == '+') && text[1] != ' ';
}

bool is_term(const HtmlNode* node, const HtmlNode& description)
{
    if (node == nullptr || !node->is("p") || node->read().classes != "Pp") return false;
    const std::string text = text_of(*node);
    if (text.empty() || text.size() > longest_term) return false;
    if (is_option(text)) return true;
    if (std::string_view{":.,;!?"}.find(text.back()) != std::string_view::npos) return false;
    const HtmlNode* start = first_solid(*node);
    const HtmlNode* code = first_solid(description);
    if (code != nullptr && code->is("pre")) return false;
    return start->is("b") || start->is("i") || text.find(' ') == std::string::npos;
}

void arrange_terms(HtmlTree& tree)
{
    for (HtmlNode* block : tree.all("div")) {
        HtmlNode* term = block->previous;
        if (!is_indented(block) || !is_term(term, *block)) continue;
        HtmlNode& list = tree.make("dl", "Bl-tag");
        HtmlTree::insert_before(*block, list);
        HtmlNode& name = tree.make("dt");
        name.write().id = term->read().id;
        HtmlNode& text = tree.make("dd");
        HtmlNode* before = term->previous;
        HtmlTree::move_children(*term, name);
        HtmlTree::remove(*term);
        HtmlTree::move_children(*block, text);
        HtmlTree::remove(*block);
        HtmlTree::append(list, name);
        HtmlTree::append(list, text);
        // Other options that have the same description.
        while (before != nullptr && before->is("p") && before->read().classes == "Pp" &&
               is_option(text_of(*before)) && text_of(*before).size() <= longest_term / 4) {
            HtmlNode& other = tree.make("dt");
            HtmlNode* next = before->previous;
            HtmlTree::move_children(*before, other);
            HtmlTree::remove(*before);
            HtmlTree::insert_before(*list.first, other);
            before = next;
        }
    }
}

// ---- Indented blocks and descriptions

// The last description of a list, or nothing.
HtmlNode* last_description(HtmlNode* list)
{
    if (list == nullptr || !is_list(list) || list->last == nullptr) return nullptr;
    return list->last->is("dd") || list->last->is("li") ? list->last : nullptr;
}

// .RS after .TP goes on with the description.
void arrange_indented(HtmlTree& tree)
{
    for (HtmlNode* block : tree.all("div")) {
        if (!is_indented(block)) continue;
        HtmlNode* before = block->previous;
        if (before != nullptr && before->is("dl") && before->has_class("Bl-tag")) {
            if (HtmlNode* description = last_description(before)) {
                add_to_description(tree, *block, *description);
                continue;
            }
        }
        HtmlNode* only = only_child(*block);
        const bool in_list = block->parent->is("dd") || block->parent->is("li");
        const bool whole_section = before != nullptr && (before->is("h1") || before->is("h2")) &&
                                   block->next == nullptr && has_only_blocks(*block);
        if (is_list(only) || is_indented(only) || (only != nullptr && only->is("pre")) ||
            (only != nullptr && only->is("table")) || whole_section ||
            (in_list && (has_only_blocks(*block) || block->parent->first == block->parent->last)))
            HtmlTree::unwrap(*block);
    }
}

// An empty term goes on with the description before it.
void arrange_empty_terms(HtmlTree& tree)
{
    for (HtmlNode* term : tree.all("dt")) {
        HtmlNode* text = term->next;
        HtmlNode* before = term->previous;
        if (text == nullptr || !text->is("dd") || before == nullptr || !before->is("dd")) continue;
        if (!text_of(*term).empty() || first_solid(*term) != nullptr) continue;
        HtmlTree::remove(*term);
        add_to_description(tree, *text, *before);
    }
    for (HtmlNode* item : tree.all("li")) {
        if (item->first == nullptr && item->parent->is("ul")) HtmlTree::remove(*item);
    }
}

// Lists of one kind that follow each other are one list.
void join_lists(HtmlTree& tree)
{
    for (HtmlNode* list : tree.elements()) {
        HtmlNode* before = list->previous;
        if (list->parent == nullptr || before == nullptr || !(list->is("dl") || list->is("ul")))
            continue;
        if (before->name != list->name || before->read().classes != list->read().classes) continue;
        HtmlTree::move_children(*list, *before);
        HtmlTree::remove(*list);
    }
}

}  // namespace

void arrange_lists(HtmlTree& tree)
{
    arrange_bullets(tree);
    arrange_terms(tree);
    arrange_indented(tree);
    arrange_empty_terms(tree);
    join_lists(tree);
}

}  // namespace manual
