#pragma once
// The text of one template, and the result of checking it without expanding it. What only several
// templates together can tell is in template_set.h. Pure functions.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/rendering/template_places.h>
#include <aspic/rendering/template_problem.h>

namespace aspic {

struct TemplateSource {
    /// Something that has a name, and its line.
    struct Named {
        std::string name;
        std::size_t line = 0;
    };
    struct Include {
        std::string file;  // "search_box.tpl"
        std::size_t line = 0;
        std::string inside;     // where no element can stand: see HtmlPlace::inside
        std::string modifiers;  // ":h"
    };
    struct Content {
        std::size_t line = 0;
        bool is_in_section = false;
    };

    std::string text;                   // for ctemplate to parse; its names are those of the places
    std::vector<Include> includes;      // except CONTENT
    std::vector<Content> contents;      // each {{>CONTENT}}
    std::vector<Named> holes;           // the paths of fragments; empty if the path is a value
    std::vector<Named> static_files;    // names in {{STATIC:x-static=name}}
    std::vector<Named> links;           // paths in {{LINK:x-link=/path}}
    std::vector<Named> frame_tags;      // each <html>, <head> and <body> outside of sections
    std::size_t head_in_body_line = 0;  // of an {{>ASPIC_HEAD}} in <body>; 0: none
    TemplateProblems problems;
};

/// `name` is the name of the file; `problems` show it. Adds the tags to `places`.
TemplateSource read_template(std::string_view name, std::string_view text, TemplatePlaces& places);

/// The files that each template includes.
using IncludeGraph = std::map<std::string, std::vector<std::string>>;

/// Returns "a.tpl > b.tpl > a.tpl" if the includes of `file` form a cycle, otherwise "".
std::string include_cycle(const IncludeGraph& includes, const std::string& file,
                          std::vector<std::string> way = {});

/// The file that {{>SEARCH_BOX}} includes: "search_box.tpl".
std::string included_file(std::string_view include_name);

}  // namespace aspic
