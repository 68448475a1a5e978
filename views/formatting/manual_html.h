// Makes a page of ours out of mandoc's HTML: only allowed elements, always balanced; headings one
// level lower, as the page's title is the <h1>; links only to pages that exist; references such as
// <b>ls</b>(1) made links; the table of contents. Pure; callable from any thread.
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

// "SEE ALSO" -> "See also", where all words are ordinary words of headings; anything else is left
// as it is.
std::string friendly_heading(std::string_view heading);

}  // namespace manual
