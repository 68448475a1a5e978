#include <aspic/rendering/template_source.h>

#include <algorithm>
#include <cctype>

#include <aspic/http/target.h>

namespace aspic {

namespace {

constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"HTML\"";
constexpr std::string_view hole = ":x-live=";
constexpr std::string_view hole_of_value = ":x-live";
constexpr std::string_view static_file = ":x-static=";
constexpr std::string_view site_link = ":x-link=";

// If an include is alone on its line, ctemplate indents the included text by the white space before
// it, even inside <pre> and <textarea>, where this would change the content.
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

// ctemplate accepts a modifier either with an argument or without. So a hole whose path is a value
// gets an empty argument.
std::string with_hole_arguments(std::string text)
{
    constexpr std::string_view bare = ":x-live}}";
    for (std::size_t at = text.find(bare); at != std::string::npos; at = text.find(bare, at))
        text.insert(at + hole_of_value.size(), "=");
    return text;
}

// Returns what is wrong with a variable's modifiers, or "". ctemplate alone ignores an unknown
// modifier whose name starts with "x-".
std::string_view modifier_problem(std::string_view variable, std::string_view modifiers)
{
    const bool is_alone = modifiers.find(':', 1) == std::string_view::npos;
    if (modifiers.find(":none") != std::string_view::npos)
        return is_alone ? "" : "\":none\" cannot be combined with other modifiers";
    const bool names_path = modifiers.starts_with(hole);
    const bool names_file = modifiers.starts_with(static_file);
    if (variable == "LIVE" && !names_path) return "a hole is written {{LIVE:x-live=/_path}}";
    if (variable == "STATIC" && !names_file)
        return "a static file is written {{STATIC:x-static=name}}";
    const bool is_link = modifiers.starts_with(site_link);
    if (variable == "LINK" && !is_link)
        return "a link to a page of this site is written {{LINK:x-link=/path}}";
    if (modifiers.find(":x-") == std::string_view::npos) return "";
    if (!is_alone) return "a hole, static file or link cannot have other modifiers";
    if (is_link) {
        const std::string_view path = modifiers.substr(site_link.size());
        return Target::parse(path) && path.starts_with('/') && !path.starts_with("/_")
                   ? ""
                   : "the path of a link must be a path of a page, such as /search";
    }
    if (names_path && !modifiers.substr(hole.size()).starts_with("/_"))
        return "the path of a hole's fragment must start with \"/_\"";
    if (!names_path && !names_file && modifiers != hole_of_value)
        return "there is no modifier of this name";
    return "";
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

std::string include_cycle(const IncludeGraph& includes, const std::string& file,
                          std::vector<std::string> way)
{
    const bool comes_back = std::find(way.begin(), way.end(), file) != way.end();
    way.push_back(file);
    if (comes_back) {
        std::string text;
        for (const std::string& step : way)
            text += (text.empty() ? "" : " > ") + step;
        return text;
    }
    const auto found = includes.find(file);
    if (found == includes.end()) return "";
    for (const std::string& next : found->second) {
        if (std::string cycle = include_cycle(includes, next, way); !cycle.empty()) return cycle;
    }
    return "";
}

TemplateSource read_template(std::string_view name, std::string_view text)
{
    TemplateSource source;
    const auto problem = [&](std::size_t position, const std::string& what) {
        source.problems.push_back(std::string{name} + ":" +
                                  std::to_string(line_of(text, position)) + ": " + what);
    };
    if (!text.starts_with(pragma)) {
        problem(0, "a template must begin with {{%AUTOESCAPE context=\"HTML\"}}");
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
        } else if (tag.starts_with('=')) {
            problem(at, "the delimiters {{ and }} cannot be changed");
        } else if (!tag.starts_with('!') && !tag.starts_with('%')) {
            const std::size_t colon = std::min(tag.find(':'), tag.size());
            const std::string_view variable = tag.substr(0, colon);
            const std::string_view modifiers = tag.substr(colon);
            if (modifiers == ":none") source.raw_names.emplace(variable);
            if (modifiers.starts_with(static_file))
                source.static_files.emplace_back(modifiers.substr(static_file.size()));
            if (const auto wrong = modifier_problem(variable, modifiers); !wrong.empty())
                problem(at, std::string{wrong} + ": {{" + std::string{tag} + "}}");
        }
    }
    source.text = with_hole_arguments(without_indent_before_includes(text));
    return source;
}

}  // namespace aspic
