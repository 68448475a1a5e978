#include "site/view_table.h"

#include <utility>

namespace aspic {

namespace {

void refuse_unreachable(const Pattern& pattern)
{
    const std::string quoted = "the route \"" + std::string{pattern.text} + "\"";
    if (pattern.text == live_path)
        throw RouteConflict{quoted + " is taken: the library answers it for all fragments"};
    if (pattern.text == "/static" || pattern.text.starts_with("/static/")) {
        throw RouteConflict{quoted +
                            " can never be reached: the front end serves what is below /static/"};
    }
}

}  // namespace

ViewTable::ViewTable(std::vector<Route> routes) : routes_{std::move(routes)}
{
    for (std::size_t number = 0; number < routes_.size(); ++number) {
        refuse_unreachable(routes_[number].pattern);
        table_.add(routes_[number].pattern, number);
    }
}

std::optional<ViewTable::Found> ViewTable::find(std::span<const std::string> segments) const
{
    const auto match = table_.match(segments);
    if (!match) return {};
    return Found{&routes_[match->route], match->route, match->captures};
}

}  // namespace aspic
