// Gives each option in a list of definitions an anchor that is the option itself: "#--all". For
// "-a, --all" there are both. "--[no-]color" has "--color" and "--no-color". If a page has an
// option twice, the second one is "--all~2". The anchors that mandoc makes ("a") stay as they are.
// Terms without an anchor get one from their first word. Links of terms to themselves are no tab
// stops, because a page may have hundreds. One thread at a time may use a tree.
#pragma once

#include "formatting/html_tree.h"

namespace manual {

void add_option_anchors(HtmlTree& tree);

}  // namespace manual
