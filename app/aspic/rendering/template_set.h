#pragma once
// All templates of a site, checked against each other before ctemplate parses them. Pure functions.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <aspic/rendering/template_problem.h>
#include <aspic/rendering/template_source.h>

namespace aspic {

/// By the name of the file.
using TemplateSet = std::map<std::string, TemplateSource>;

/// Returns why the site does not answer this path, and what to do; empty if it does. An empty
/// function: the paths of the site are not known.
using WhyNoAnswer = std::function<std::string(std::string_view path)>;

/// What the site answers.
struct SitePaths {
    WhyNoAnswer why_no_fragment{};  // for a hole
    WhyNoAnswer why_no_page{};      // for a link
};

/// The template and all that it includes, as far as they exist.
std::set<std::string> with_includes(const TemplateSet& templates, const std::string& file);

/// The templates that {{>CONTENT}} makes base templates, themselves or by what they include.
std::set<std::string> base_templates(const TemplateSet& templates);

/// Returns the first hole of the template and what it includes, as "note.tpl:12"; empty if there is
/// none.
std::string first_hole(const TemplateSet& templates, const std::string& file);

/// Returns what is wrong. A site must have a base template of the name `default_base`.
TemplateProblems check_together(const TemplateSet& templates, const std::string& default_base,
                                const WhyNoAnswer& why_no_fragment);

/// Returns what is probably wrong, although pages can be made.
TemplateProblems weak_points(const TemplateSet& templates, const WhyNoAnswer& why_no_page);

}  // namespace aspic
