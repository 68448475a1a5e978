#pragma once
// The text of one template, and the result of checking it without expanding it. Pure functions.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct TemplateSource {
    std::string text;                       // the text for ctemplate to parse
    std::vector<std::string> includes;      // the files of its {{>NAME}}, except CONTENT
    std::set<std::string> raw_names;        // variables that are not escaped: {{NAME:none}}
    std::vector<std::string> static_files;  // names in {{STATIC:x-static=name}}
    std::vector<std::string> problems;      // sentences
};

/// `name` is the name of the file; `problems` show it.
TemplateSource read_template(std::string_view name, std::string_view text);

/// The files that each template includes.
using IncludeGraph = std::map<std::string, std::vector<std::string>>;

/// Returns "a.tpl > b.tpl > a.tpl" if the includes of `file` form a cycle, otherwise "".
std::string include_cycle(const IncludeGraph& includes, const std::string& file,
                          std::vector<std::string> way = {});

/// The file that {{>SEARCH_BOX}} includes: "search_box.tpl".
std::string included_file(std::string_view include_name);

}  // namespace aspic
