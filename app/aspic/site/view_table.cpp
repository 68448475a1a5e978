#include <aspic/site/view_table.h>

#include <algorithm>
#include <map>
#include <utility>

namespace aspic {

namespace {

void refuse_unreachable(const Pattern& pattern)
{
    const std::string quoted = "the route \"" + std::string{pattern.text} + "\"";
    if (pattern.text == live_path)
        throw RouteConflict{quoted + " is reserved: the library uses it for all fragments"};
    if (pattern.size > 0 && pattern.begin()->text == xray_path.substr(1) &&
        pattern.begin()->kind == SegmentKind::literal)
        throw RouteConflict{quoted + " is reserved: the library uses it to admit developers"};
    if (pattern.text == "/static" || pattern.text.starts_with("/static/")) {
        throw RouteConflict{quoted +
                            " can never be reached: the front end serves all paths below /static/"};
    }
}

// GET includes HEAD.
Methods with_head(Methods methods)
{
    return methods.contains(Method::get) ? methods.with(Method::head) : methods;
}

}  // namespace

ViewTable::ViewTable(std::vector<Route> routes) : routes_{std::move(routes)}
{
    std::map<std::string_view, std::size_t> group_of;
    for (std::size_t number = 0; number < routes_.size(); ++number) {
        const Route& route = routes_[number];
        refuse_unreachable(route.pattern);
        const auto [group, is_new] = group_of.try_emplace(route.pattern.text, groups_.size());
        if (is_new) {
            table_.add(route.pattern, groups_.size());
            groups_.emplace_back();
        }
        for (const std::size_t other : groups_[group->second]) {
            if ((with_head(routes_[other].methods).bits & with_head(route.methods).bits) == 0)
                continue;
            throw RouteConflict{"the route \"" + std::string{route.pattern.text} +
                                "\" exists twice for the same method: remove one of them"};
        }
        groups_[group->second].push_back(number);
    }
}

std::optional<ViewTable::Found> ViewTable::find(std::span<const std::string_view> segments) const
{
    const auto match = table_.match(segments);
    if (!match) return {};
    return Found{this, groups_[match->route], match->captures};
}

const Route* ViewTable::find_fragment(std::span<const std::string_view> segments,
                                      Captures& captures) const
{
    const auto found = find(segments);
    if (!found) return nullptr;
    captures = found->captures;
    for (const std::size_t number : found->numbers) {
        if (routes_[number].is_fragment) return &routes_[number];
    }
    return nullptr;
}

std::optional<std::size_t> ViewTable::Found::route_for(Method method) const
{
    const Method wanted = method == Method::head ? Method::get : method;
    for (const std::size_t number : numbers) {
        const Methods methods = table->routes()[number].methods;
        if (methods.contains(method) || methods.contains(wanted)) return number;
    }
    return {};
}

Methods ViewTable::Found::methods() const
{
    Methods all;
    for (const std::size_t number : numbers)
        all.bits |= table->routes()[number].methods.bits;
    return with_head(all);
}

bool ViewTable::Found::has_cached_route() const
{
    return std::any_of(numbers.begin(), numbers.end(),
                       [&](std::size_t number) { return table->routes()[number].is_cached(); });
}

}  // namespace aspic
