// Makes lists of items that begin with a bullet: a definition list whose terms are all "*" or "o",
// and indented blocks of the form "o text". One thread at a time may use a tree.
#pragma once

#include "formatting/html_tree.h"

namespace manual {

void arrange_bullets(HtmlTree& tree);

}  // namespace manual
