// Removes the section NAME if it says only what the head of the page shows already: "ls - list
// directory contents". It stays if it has more names, a longer description, or anything else. The
// anchor "#NAME" stays. Pure function of the tree.
#pragma once

#include <string>

#include "formatting/html_tree.h"

namespace manual {

// What the head of a page shows.
struct PageHead {
    std::string name;
    std::string description;
};

void remove_repeated_name(HtmlTree& tree, const PageHead& head);

}  // namespace manual
