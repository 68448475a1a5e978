// What the arrangers of lists share. One thread at a time may use a tree.
#pragma once

#include "formatting/html_tree.h"

namespace manual {

// An indented block of man(7): .RS. A display of mdoc(7) has more classes.
bool is_indented(const HtmlNode* node);

bool has_only_blocks(const HtmlNode& node);

// Moves the content of `from` to the end of the list item `to`, and removes `from`. Text gets a
// paragraph of its own if `to` has something already.
void add_to_description(HtmlTree& tree, HtmlNode& from, HtmlNode& to);

}  // namespace manual
