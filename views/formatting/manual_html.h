// Makes a page of the site from mandoc's HTML. Only allowed elements stay, and they are balanced.
// Headings are one level lower, because the title of the page is the <h1>. Links go only to pages
// that exist. References such as <b>ls</b>(1) become links. The table of contents is collected.
// Pure functions. Any thread may call them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formatting/cross_references.h"

namespace manual {

struct Heading {
    std::string text;
    std::string url;  // "#SEE_ALSO"
    std::vector<Heading> below;
};

struct ManualHtml {
    std::string body;
    std::vector<Heading> contents;
    std::string date;    // from the foot of the page: "September 2022"
    std::string source;  // "GNU coreutils 9.1"
};

ManualHtml tidy_manual(std::string_view mandoc_html, const PageUrl& page_url);

// Converts "SEE ALSO" to "See also" if all its words are ordinary words of headings. Returns any
// other heading unchanged.
std::string friendly_heading(std::string_view heading);

}  // namespace manual
