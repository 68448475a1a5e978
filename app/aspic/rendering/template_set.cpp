#include <aspic/rendering/template_set.h>

#include <algorithm>
#include <vector>

#include <aspic/rendering/head_template.h>

namespace aspic {

namespace {

bool has_content(const TemplateSet& templates, const std::string& file)
{
    const auto files = with_includes(templates, file);
    return std::any_of(files.begin(), files.end(),
                       [&](const std::string& one) { return !templates.at(one).contents.empty(); });
}

std::set<std::string> included_templates(const TemplateSet& templates)
{
    std::set<std::string> files;
    for (const auto& [file, source] : templates) {
        for (const auto& include : source.includes)
            files.insert(include.file);
    }
    return files;
}

void check_includes(const TemplateSet& templates, TemplateProblems& problems)
{
    IncludeGraph graph;
    for (const auto& [file, source] : templates) {
        for (const auto& include : source.includes)
            graph[file].push_back(include.file);
    }
    for (const auto& [file, source] : templates) {
        if (const std::string cycle = include_cycle(graph, file); !cycle.empty()) {
            const std::size_t line = source.includes.front().line;
            problems.insert({file, line, "the includes form a cycle: " + cycle});
            continue;
        }
        for (const auto& include : source.includes) {
            const bool exists = templates.contains(include.file);
            if (!exists && include.file != head_template_name) {
                problems.insert({file, include.line,
                                 "there is no template " + include.file +
                                     " to include: write it, or correct the name; "
                                     "{{>SEARCH_BOX}} includes search_box.tpl"});
            }
            const std::string hole = exists ? first_hole(templates, include.file) : "";
            if (hole.empty()) continue;
            if (!include.inside.empty()) {
                problems.insert({file, include.line,
                                 include.file + " has a hole (" + hole + "), and stands here in " +
                                     include.inside + ": include it where a <span> could stand"});
            }
            if (!include.modifiers.empty()) {
                problems.insert({file, include.line,
                                 include.file + " has a hole (" + hole + "), which the modifier " +
                                     include.modifiers + " would change: remove the modifier"});
            }
        }
    }
}

void check_contents(const TemplateSet& templates, const std::string& default_base,
                    TemplateProblems& problems)
{
    for (const auto& [file, source] : templates) {
        const auto outside =
            std::count_if(source.contents.begin(), source.contents.end(),
                          [](const auto& content) { return !content.is_in_section; });
        if (outside > 1) {
            problems.insert({file, source.contents.back().line,
                             "{{>CONTENT}} stands here again: a page can be shown only once, so "
                             "remove one of them"});
        }
    }
    if (templates.empty()) return;
    if (!templates.contains(default_base)) {
        problems.insert({default_base, 1,
                         "there is no " + default_base +
                             ", the base template of pages: make one, with {{>CONTENT}} where "
                             "the page is to be"});
    } else if (!has_content(templates, default_base)) {
        problems.insert({default_base, 1,
                         "the base template has no {{>CONTENT}}, so all pages would be empty: add "
                         "it in <body>, where the page is to be"});
    }
}

const TemplateSource::Named* find_frame_tag(const TemplateSource& source, const std::string& tag)
{
    const auto found = std::find_if(source.frame_tags.begin(), source.frame_tags.end(),
                                    [&](const auto& one) { return one.name == tag; });
    return found == source.frame_tags.end() ? nullptr : &*found;
}

/// Returns where the template or one that it includes has this tag: "base.tpl:3"; or "".
std::string place_of_frame_tag(const TemplateSet& templates, const std::string& file,
                               const std::string& tag)
{
    for (const std::string& one : with_includes(templates, file)) {
        if (const auto* found = find_frame_tag(templates.at(one), tag))
            return one + ':' + std::to_string(found->line);
    }
    return "";
}

void check_repeated_tags(const std::string& file, const TemplateSource& source,
                         TemplateProblems& problems)
{
    for (const auto& tag : source.frame_tags) {
        const TemplateSource::Named& first = *find_frame_tag(source, tag.name);
        if (first.line == tag.line) continue;
        std::string sentence = "<" + tag.name;
        sentence += "> stands here again, after line " + std::to_string(first.line);
        problems.insert({file, tag.line, sentence + ": remove one of them"});
    }
}

/// Where the base templates have this tag; empty if one of them has not.
std::string place_in_bases(const TemplateSet& templates, const std::set<std::string>& bases,
                           const std::string& tag)
{
    std::string place;
    for (const std::string& base : bases) {
        place = place_of_frame_tag(templates, base, tag);
        if (place.empty()) break;
    }
    return place;
}

// A page stands in a base template. If each has <head>, the page must have none.
void check_frame_tags(const TemplateSet& templates, TemplateProblems& problems)
{
    const auto included = included_templates(templates);
    auto bases = base_templates(templates);
    std::erase_if(bases, [&](const std::string& base) { return included.contains(base); });
    for (const auto& [file, source] : templates) {
        check_repeated_tags(file, source, problems);
        if (bases.contains(file) || included.contains(file)) continue;
        for (const auto& tag : source.frame_tags) {
            const std::string place = place_in_bases(templates, bases, tag.name);
            if (place.empty()) continue;
            std::string sentence = "<" + tag.name;
            sentence += "> is in the base template already (" + place;
            problems.insert({file, tag.line,
                             sentence + "): a page has only what stands at {{>CONTENT}}, so "
                                        "remove it here"});
        }
    }
}

void check_holes(const TemplateSet& templates, const WhyNoAnswer& why_no_fragment,
                 TemplateProblems& problems)
{
    if (!why_no_fragment) return;
    for (const auto& [file, source] : templates) {
        for (const auto& hole : source.holes) {
            if (hole.name.empty()) continue;
            if (std::string why = why_no_fragment(hole.name); !why.empty())
                problems.insert({file, hole.line, std::move(why)});
        }
    }
}

void check_links(const TemplateSet& templates, const WhyNoAnswer& why_no_page,
                 TemplateProblems& weak)
{
    if (!why_no_page) return;
    for (const auto& [file, source] : templates) {
        for (const auto& link : source.links) {
            if (std::string why = why_no_page(link.name); !why.empty())
                weak.insert({file, link.line, std::move(why)});
        }
    }
}

// How often the template brings the script of the holes, itself or by its includes.
std::size_t count_scripts(const TemplateSet& templates, const std::string& file)
{
    std::size_t count = 0;
    for (const std::string& one : with_includes(templates, file)) {
        const TemplateSource& source = templates.at(one);
        count += static_cast<std::size_t>(
            std::count_if(source.includes.begin(), source.includes.end(),
                          [](const auto& include) { return include.file == head_template_name; }));
        // A site may write the tags itself.
        if (one != head_template_name && source.text.find("aspic/head.js") != std::string::npos)
            ++count;
    }
    return count;
}

}  // namespace

std::set<std::string> with_includes(const TemplateSet& templates, const std::string& file)
{
    std::set<std::string> files;
    std::vector<std::string> waiting{file};
    while (!waiting.empty()) {
        const std::string one = std::move(waiting.back());
        waiting.pop_back();
        const auto found = templates.find(one);
        if (found == templates.end() || !files.insert(one).second) continue;
        for (const auto& include : found->second.includes)
            waiting.push_back(include.file);
    }
    return files;
}

std::set<std::string> base_templates(const TemplateSet& templates)
{
    std::set<std::string> bases;
    for (const auto& [file, source] : templates) {
        if (has_content(templates, file)) bases.insert(file);
    }
    return bases;
}

std::string first_hole(const TemplateSet& templates, const std::string& file)
{
    for (const std::string& one : with_includes(templates, file)) {
        const TemplateSource& source = templates.at(one);
        if (!source.holes.empty()) return one + ':' + std::to_string(source.holes.front().line);
    }
    return "";
}

TemplateProblems check_together(const TemplateSet& templates, const std::string& default_base,
                                const WhyNoAnswer& why_no_fragment)
{
    TemplateProblems problems;
    check_includes(templates, problems);
    check_contents(templates, default_base, problems);
    check_frame_tags(templates, problems);
    check_holes(templates, why_no_fragment, problems);
    return problems;
}

TemplateProblems weak_points(const TemplateSet& templates, const WhyNoAnswer& why_no_page)
{
    constexpr const char* way_out =
        ": add it in <head>. Without it, no script fills the holes of cached pages, and every "
        "visitor sees the guest's form";
    TemplateProblems weak;
    check_links(templates, why_no_page, weak);
    const auto bases = base_templates(templates);
    const bool has_script = std::any_of(bases.begin(), bases.end(), [&](const std::string& base) {
        return count_scripts(templates, base) > 0;
    });
    for (const auto& [file, source] : templates) {
        const std::string hole = first_hole(templates, file);
        const bool is_base = bases.contains(file);
        if (!hole.empty() && is_base && count_scripts(templates, file) == 0) {
            weak.insert(
                {file, 1,
                 "this base template has a hole (" + hole + "), but no {{>ASPIC_HEAD}}" + way_out});
        } else if (!source.holes.empty() && !is_base && !has_script) {
            weak.insert({file, source.holes.front().line,
                         std::string{"there is a hole here, but no base template has "
                                     "{{>ASPIC_HEAD}}"} +
                             way_out});
        }
        if (is_base && count_scripts(templates, file) > 1) {
            weak.insert({file, 1,
                         "{{>ASPIC_HEAD}} is in this base template twice, so its scripts would run "
                         "twice: remove one of them"});
        }
        if (source.head_in_body_line != 0) {
            weak.insert({file, source.head_in_body_line,
                         "{{>ASPIC_HEAD}} stands in <body>, so visitors see a hole change: move it "
                         "into <head>"});
        }
    }
    return weak;
}

}  // namespace aspic
