// Headings of a page. They are one level lower than mandoc's, because the title of the page is the
// <h1>. One thread at a time may use a tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formatting/html_tree.h"
#include "formatting/word_cases.h"

namespace manual {

struct Heading {
    std::string text;     // "See also"
    std::string url;      // "#SEE_ALSO"
    std::string written;  // "SEE ALSO"
    std::vector<Heading> below;
};

// Converts "SEE ALSO" to "See also", and "POSIX OPTIONS" to "POSIX options". Headings that are not
// in capitals stay as they are. `cases` knows how the page writes its words.
std::string friendly_heading(std::string_view heading, const WordCases& cases = {});

// Makes the headings of the page, each a link to itself, and returns the list of its contents.
std::vector<Heading> arrange_headings(HtmlTree& tree);

}  // namespace manual
