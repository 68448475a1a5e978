#include <aspic/rendering/template_modifiers.h>

#include <aspic/http/target.h>

namespace aspic {

namespace {

std::string_view link_problem(std::string_view path)
{
    if (Target::parse(path) && path.starts_with('/') && !path.starts_with("/_")) return "";
    return "the path of a link must be a path of a page, such as /search";
}

}  // namespace

std::string_view modifier_problem(std::string_view variable, std::string_view modifiers)
{
    const bool is_alone = modifiers.find(':', 1) == std::string_view::npos;
    if (modifiers.find(raw_modifier) != std::string_view::npos)
        return is_alone ? "" : "\":none\" cannot be combined with other modifiers";
    const bool names_path = modifiers.starts_with(hole_modifier);
    const bool names_file = modifiers.starts_with(static_file_modifier);
    const bool names_page = modifiers.starts_with(link_modifier);
    if (variable == "LIVE" && !names_path) return "a hole is written {{LIVE:x-live=/_path}}";
    if (variable == "STATIC" && !names_file)
        return "a static file is written {{STATIC:x-static=name}}";
    if (variable == "LINK" && !names_page)
        return "a link to a page of this site is written {{LINK:x-link=/path}}";
    if (modifiers.find(":x-") == std::string_view::npos) return "";
    if (!is_alone) return "a hole, static file or link cannot have other modifiers";
    if (names_page) return link_problem(modifiers.substr(link_modifier.size()));
    if (names_path && !modifiers.substr(hole_modifier.size()).starts_with("/_"))
        return "the path of a hole's fragment must start with \"/_\"";
    if (!names_path && !names_file && modifiers != hole_of_value_modifier)
        return "there is no modifier of this name: a hole is written {{LIVE:x-live=/_path}}, a "
               "static file {{STATIC:x-static=name}}, a link {{LINK:x-link=/path}}";
    return "";
}

}  // namespace aspic
