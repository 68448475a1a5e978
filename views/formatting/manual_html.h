// Makes a page of the site from mandoc's HTML: only allowed elements stay, lists and headings are
// arranged, options get anchors, references become links, and the table of contents is collected.
// Each step has a file of its own. Pure functions. Any thread may call them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formatting/cross_references.h"
#include "formatting/headings.h"
#include "formatting/repeated_name.h"

namespace manual {

struct ManualHtml {
    std::string body;
    std::vector<Heading> contents;
    std::string date;    // from the foot of the page: "September 2022"
    std::string source;  // "GNU coreutils 9.1"
};

// `head` is what the site shows above the text; the text does not repeat it.
ManualHtml tidy_manual(std::string_view mandoc_html, const PageUrl& page_url,
                       const PageHead& head = {});

}  // namespace manual
