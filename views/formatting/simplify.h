// Removes HTML of mandoc that has no effect on what a reader sees: white space between blocks and
// of the indented source, empty elements, line breaks next to blocks, bold in bold, and nested
// indentation. A page of 25,000 nodes needs half of them. One thread at a time may use a tree.
#pragma once

#include "formatting/html_tree.h"

namespace manual {

void simplify(HtmlTree& tree);

// Removes classes of mandoc that only the steps before need. No style sheet uses them.
void remove_unused_classes(HtmlTree& tree);

}  // namespace manual
