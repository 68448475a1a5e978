#include "formatting/bullets.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "formatting/html_text.h"
#include "formatting/html_tokens.h"
#include "formatting/list_items.h"

namespace manual {

namespace {

struct Bullet {
    std::string_view sign;
    std::string_view classes;
    bool alone;  // also if the list has only one item
};

constexpr std::array<Bullet, 9> bullets{{{"\u2022", "Bl-bullet", true},
                                         {"\u00B7", "Bl-bullet", true},
                                         {"\u25CB", "Bl-bullet", true},
                                         {"\u25E6", "Bl-bullet", true},
                                         {"*", "Bl-bullet", false},
                                         {"o", "Bl-bullet", false},
                                         {"+", "Bl-bullet", false},
                                         {"-", "Bl-dash", false},
                                         {"\u2013", "Bl-dash", false}}};

// Returns the bullet if all terms of the list are the same bullet, or are empty.
const Bullet* bullet_of(const HtmlNode& list)
{
    std::string sign;
    std::size_t count = 0;
    for (const HtmlNode* child = list.first; child != nullptr; child = child->next) {
        if (!child->is("dt")) continue;
        const std::string text = text_of(*child);
        if (text.empty() && count > 0) continue;
        if (text.empty() || (count > 0 && text != sign)) return nullptr;
        sign = text;
        ++count;
    }
    for (const Bullet& each : bullets) {
        if (each.sign == sign) return count > 1 || each.alone ? &each : nullptr;
    }
    return nullptr;
}

void arrange_terms_of_bullets(HtmlTree& tree)
{
    for (HtmlNode* list : tree.all("dl")) {
        const Bullet* bullet = bullet_of(*list);
        if (bullet == nullptr) continue;
        list->name = "ul";
        list->write().classes = bullet->classes;
        HtmlNode* next = nullptr;
        for (HtmlNode* child = list->first; child != nullptr; child = next) {
            next = child->next;
            if (!child->is("dt")) continue;
            HtmlNode* text = next;
            const bool goes_on = text_of(*child).empty() && child->previous != nullptr;
            HtmlNode* item = child->previous;
            const std::string id = child->read().id;
            HtmlTree::remove(*child);
            if (text == nullptr || !text->is("dd")) continue;
            next = text->next;
            text->name = "li";
            if (!id.empty()) text->write().id = id;
            if (goes_on) add_to_description(tree, *text, *item);
        }
    }
}

// "o text" in an indented block
void arrange_indented_bullets(HtmlTree& tree)
{
    for (HtmlNode* block : tree.all("div")) {
        if (!is_indented(block) || block->first == nullptr || !block->first->is_text()) continue;
        for (const Bullet& each : bullets) {
            std::string text = html_decoded(block->first->text);
            if (!each.alone || !text.starts_with(each.sign)) continue;
            const std::string_view written = block->first->text;
            // A character reference or the character itself.
            const std::size_t size = written[0] == '&' ? written.find(';') + 1 : each.sign.size();
            std::string_view rest = trim(written.substr(size));
            while (rest.starts_with("&#x00A0;"))
                rest = trim(rest.substr(8));
            block->first->text = rest;
            HtmlNode& item = tree.make("li");
            HtmlTree::move_children(*block, item);
            block->name = "ul";
            block->write().classes = each.classes;
            HtmlTree::append(*block, item);
            break;
        }
    }
}

}  // namespace

void arrange_bullets(HtmlTree& tree)
{
    arrange_terms_of_bullets(tree);
    arrange_indented_bullets(tree);
}

}  // namespace manual
