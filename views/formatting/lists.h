// Gives lists of man(7) pages their structure. mandoc makes a definition list of each .TP and .IP,
// but it ends the list at .RS, and some programs that write pages make their own lists:
//   .PP term .RS text .RE (DocBook, AsciiDoc)   -> dl
//   .IP * or .IP o, and "o text" in .RS          -> ul
//   .RS after .TP                                -> belongs to the description
// One thread at a time may use a tree. REQUIRES: the tree is simplified.
#pragma once

#include "formatting/html_tree.h"

namespace manual {

void arrange_lists(HtmlTree& tree);

}  // namespace manual
