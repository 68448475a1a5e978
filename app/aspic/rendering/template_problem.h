#pragma once
// Mistakes in templates, as people read them: file, line, what is wrong, what to do. Values; pure
// functions.

#include <cstddef>
#include <set>
#include <string>

namespace aspic {

struct TemplateProblem {
    std::string file;  // below the directory of the templates
    std::size_t line = 0;
    std::string sentence;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 means the 0 that the compiler writes here
    auto operator<=>(const TemplateProblem&) const = default;
};

/// In the order of files and lines, each once: many rows of a list may have the same problem.
using TemplateProblems = std::set<TemplateProblem>;

/// "templates/note.tpl:12: the variable TEXT was not set"
std::string to_text(const TemplateProblem& problem, const std::string& directory);

/// One problem on each line, without a line end after the last one. If there are many, only the
/// first ones, and the number of the others.
std::string listed(const TemplateProblems& problems, const std::string& directory);

}  // namespace aspic
