// The routes of the site around a failure, as facts.

#include <algorithm>
#include <utility>

#include <aspic/base/shown_text.h>
#include <aspic/http/site_url.h>
#include <aspic/rendering/near_name.h>
#include <aspic/site/failure_facts.h>

namespace aspic {

namespace {

constexpr std::size_t most_routes = 300;

std::string kind_of(const Route& route)
{
    std::string kind = route.methods.allow_field();
    if (route.is_fragment) kind += ", a fragment";
    if (route.is_cached()) kind += ", cached";
    return kind;
}

void add_found(FailureFacts& facts, const Route& route, const Captures& captures)
{
    FailureFacts::Section section{.title = "Route", .is_open = true};
    section.rows.push_back({"pattern", std::string{route.pattern.text}});
    section.rows.push_back({"view", kind_of(route)});
    if (route.where.line != 0) section.rows.push_back({"added at", to_text(route.where)});
    std::size_t number = 0;
    for (const PatternSegment& segment : route.pattern) {
        if (segment.kind == SegmentKind::literal || number >= captures.size()) continue;
        section.rows.push_back(
            {'<' + std::string{segment.text} + '>', shown_text(captures[number++], longest_fact)});
    }
    facts.sections.push_back(std::move(section));
}

// The path that the pattern would match if its captures took what stands in their places.
std::string path_like(const Pattern& pattern, std::span<const std::string_view> segments)
{
    std::string path;
    std::size_t at = 0;
    for (const PatternSegment& segment : pattern) {
        path += '/';
        if (segment.kind == SegmentKind::literal || at >= segments.size())
            path += segment.text;
        else
            path += segments[at];
        ++at;
    }
    return path.empty() ? "/" : path;
}

std::string near_pattern(const ViewTable& views, const Request& request)
{
    std::vector<std::string> paths;
    for (const Route& route : views.routes())
        paths.push_back(path_like(route.pattern, request.segments()));
    const std::string near = near_name(request.path(), paths);
    if (near.empty()) return "";
    const auto found = std::find(paths.begin(), paths.end(), near);
    const Route& route = views.routes()[static_cast<std::size_t>(found - paths.begin())];
    return std::string{route.pattern.text};
}

}  // namespace

void add_route(FailureFacts& facts, const ViewTable& views, const Request& request)
{
    const auto found = views.find(request.segments());
    const auto number = found ? found->route_for(request.method()) : std::nullopt;
    if (number) {
        add_found(facts, views.routes()[*number], found->captures);
        return;
    }
    FailureFacts::Section section{.title = "Routes of this site", .is_open = true};
    const std::string near = found ? std::string{} : near_pattern(views, request);
    if (!near.empty()) facts.what_to_do += " The nearest route is " + near + '.';
    for (const Route& route : views.routes()) {
        const bool is_this_path =
            found && std::any_of(found->numbers.begin(), found->numbers.end(),
                                 [&](std::size_t one) { return &views.routes()[one] == &route; });
        if (found && !is_this_path) continue;
        if (section.rows.size() == most_routes) {
            section.note = "Only the first " + std::to_string(most_routes) + " are here.";
            break;
        }
        section.rows.push_back({std::string{route.pattern.text}, kind_of(route)});
    }
    if (found) section.title = "Routes of this path";
    facts.sections.push_back(std::move(section));
}

}  // namespace aspic
