#pragma once
// One template's text, and what a reading of it finds without expanding it. Pure functions.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct TemplateSource {
    std::string text;                       // as ctemplate is to parse it
    std::vector<std::string> includes;      // the files that its {{>NAME}} mean, but for CONTENT
    std::set<std::string> raw_names;        // variables that are not escaped: {{NAME:none}}
    std::vector<std::string> static_files;  // names in {{STATIC:x-static=name}}
    std::vector<std::string> problems;      // sentences
};

/// `name` is the file's name, for the problems.
TemplateSource read_template(std::string_view name, std::string_view text);

/// The files that each template includes.
using IncludeGraph = std::map<std::string, std::vector<std::string>>;

/// "a.tpl > b.tpl > a.tpl" where what `file` includes leads back to a template on the way; empty
/// where it does not.
std::string include_cycle(const IncludeGraph& includes, const std::string& file,
                          std::vector<std::string> way = {});

/// The file that {{>SEARCH_BOX}} includes: "search_box.tpl".
std::string included_file(std::string_view include_name);

}  // namespace aspic
