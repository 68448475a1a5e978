#pragma once
// All routes of a site, ready to be asked: which view answers a path? Made at start, then read by
// any thread.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "routing/route_table.h"
#include "site/view.h"

namespace aspic {

/// Where the library itself answers for all fragments of a page at once.
inline constexpr std::string_view live_path = "/_live";

class ViewTable {
public:
    /// Throws RouteConflict where two routes match the same URLs, or one can never be reached:
    /// /_live is the library's, and what is below /static/ is the front end's.
    explicit ViewTable(std::vector<Route> routes);

    struct Found {
        const Route* route;
        std::size_t number;
        Captures captures;
    };
    std::optional<Found> find(std::span<const std::string> segments) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
    RouteTable table_;
};

}  // namespace aspic
