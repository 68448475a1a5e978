#pragma once
// Gives a template to ctemplate, and turns what it says about one that it cannot parse into a
// sentence with a line. ctemplate writes its errors only to std::cerr, without lines. Called while
// no other thread writes there.

#include <optional>
#include <string>

#include <aspic/rendering/template_problem.h>
#include <aspic/rendering/template_source.h>

namespace ctemplate {
class TemplateCache;
}

namespace aspic {

/// Returns nothing if the template is in the cache now.
std::optional<TemplateProblem> parse_into(ctemplate::TemplateCache& cache, const std::string& name,
                                          const TemplateSource& source);

}  // namespace aspic
