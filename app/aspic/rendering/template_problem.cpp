#include <aspic/rendering/template_problem.h>

namespace aspic {

std::string to_text(const TemplateProblem& problem, const std::string& directory)
{
    const char* const slash = directory.empty() || directory.ends_with('/') ? "" : "/";
    return directory + slash + problem.file + ':' + std::to_string(problem.line) + ": " +
           problem.sentence;
}

std::string listed(const TemplateProblems& problems, const std::string& directory)
{
    constexpr std::size_t most = 30;
    std::string text;
    std::size_t count = 0;
    for (const TemplateProblem& problem : problems) {
        if (count++ == most) {
            text += "\nand " + std::to_string(problems.size() - most) + " more";
            break;
        }
        text += (text.empty() ? "" : "\n") + to_text(problem, directory);
    }
    return text;
}

}  // namespace aspic
