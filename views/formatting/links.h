// Makes and checks the links of a page. Links go only to pages that exist, to anchors that exist,
// and to safe external addresses; others become text. References in the text become links. One
// thread at a time may use a tree. REQUIRES: the headings are arranged.
#pragma once

#include <vector>

#include "formatting/cross_references.h"
#include "formatting/headings.h"
#include "formatting/html_tree.h"

namespace manual {

// Checks the links that mandoc made.
void check_links(HtmlTree& tree, const PageUrl& page_url);

// Makes links of references such as <b>ls</b>(1), of URLs, and of names of headings, and keeps
// options in running text on one line. The texts of the tree have tags after this, so it comes
// last.
void add_links(HtmlTree& tree, const PageUrl& page_url, const std::vector<Heading>& contents);

}  // namespace manual
