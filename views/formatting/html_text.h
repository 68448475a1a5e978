// Questions about a tree's text, and steps over blank text. Pure functions of the tree.
#pragma once

#include <string>
#include <string_view>

#include "formatting/html_tree.h"

namespace manual {

// Returns the text of the node and of all nodes in it, decoded, on one line.
std::string text_of(const HtmlNode& node);

// Returns true for white space, a no-break space too, and for nothing at all.
bool is_blank(std::string_view html);

// The next or the previous node that is not blank text, or nothing.
HtmlNode* next_solid(const HtmlNode& node);
HtmlNode* previous_solid(const HtmlNode& node);
HtmlNode* first_solid(const HtmlNode& parent);

// Returns the only child that is not blank text, or nothing.
HtmlNode* only_child(const HtmlNode& parent);

bool is_block(const HtmlNode& node);

}  // namespace manual
