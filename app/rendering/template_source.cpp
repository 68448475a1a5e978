#include "rendering/template_source.h"

#include <cctype>

namespace aspic {

namespace {

constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"";

// ctemplate indents what an include on a line of its own brings by the white space before it, also
// within <pre> and <textarea>, where that would change the content.
std::string without_indent_before_includes(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end == std::string_view::npos ? end : end + 1);
        text.remove_prefix(line.size());
        const std::size_t first = line.find_first_not_of(" \t");
        if (first != std::string_view::npos && line.substr(first).starts_with("{{>"))
            line.remove_prefix(first);
        result += line;
    }
    return result;
}

std::size_t line_of(std::string_view text, std::size_t position)
{
    std::size_t line = 1;
    for (const char c : text.substr(0, position))
        line += c == '\n' ? 1U : 0U;
    return line;
}

}  // namespace

std::string included_file(std::string_view include_name)
{
    std::string file;
    for (const char c : include_name)
        file += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return file + ".tpl";
}

TemplateSource read_template(std::string_view name, std::string_view text)
{
    TemplateSource source;
    const auto problem = [&](std::size_t position, const std::string& what) {
        source.problems.push_back(std::string{name} + ":" +
                                  std::to_string(line_of(text, position)) + ": " + what);
    };
    if (!text.starts_with(pragma)) {
        problem(0, "a template begins with {{%AUTOESCAPE context=\"HTML\"}}");
    }
    for (std::size_t at = text.find("{{"); at != std::string_view::npos;
         at = text.find("{{", at + 2)) {
        const std::size_t end = text.find("}}", at);
        if (end == std::string_view::npos) {
            problem(at, "a {{ is not closed by }}");
            break;
        }
        const std::string_view tag = text.substr(at + 2, end - at - 2);
        if (tag.starts_with('>')) {
            const std::string_view include = tag.substr(1, tag.find(':') - 1);
            if (include != "CONTENT") source.includes.push_back(included_file(include));
        } else if (const std::size_t modifiers = tag.find(':');
                   modifiers != std::string_view::npos && !tag.starts_with('!') &&
                   !tag.starts_with('%')) {
            const std::string_view variable = tag.substr(0, modifiers);
            const std::string_view modifier = tag.substr(modifiers);
            if (modifier.starts_with(":none")) source.raw_names.emplace(variable);
            constexpr std::string_view static_file = ":x-static=";
            if (modifier.starts_with(static_file)) {
                source.static_files.emplace_back(modifier.substr(static_file.size()));
            }
            constexpr std::string_view hole = ":x-live=";
            if (modifier.starts_with(hole) && !modifier.substr(hole.size()).starts_with("/_")) {
                problem(at, "a hole names a fragment, whose path starts with \"/_\": {{" +
                                std::string{tag} + "}}");
            }
        }
    }
    source.text = without_indent_before_includes(text);
    return source;
}

}  // namespace aspic
