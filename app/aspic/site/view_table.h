#pragma once
// All routes of a site. Finds the view that answers a path. Made at start, then read by any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/routing/route_table.h>
#include <aspic/site/route.h>

namespace aspic {

/// At this path, the library itself answers with all fragments of a page at once.
inline constexpr std::string_view live_path = "/_live";
/// At these paths, developers turn X-ray on (/_xray/PASS) and off (/_xray/off).
inline constexpr std::string_view xray_path = "/_xray";
inline constexpr std::string_view xray_off = "off";
/// True for /_xray and all paths below it.
inline bool is_xray(std::span<const std::string_view> segments)
{
    return !segments.empty() && segments.front() == xray_path.substr(1);
}

class ViewTable {
public:
    /// Two routes may have the same pattern if they answer different methods. Throws RouteConflict
    /// if they answer the same method, if two patterns match the same URLs, or if a route can never
    /// be reached: /_live and /_xray belong to the library, and all paths below /static/ to the
    /// front end.
    explicit ViewTable(std::vector<Route> routes);

    /// The routes of one path. Several routes answer different methods.
    struct Found {
        const ViewTable* table;
        std::span<const std::size_t> numbers;
        Captures captures;

        /// The route that answers this method. The route for GET answers HEAD too.
        std::optional<std::size_t> route_for(Method method) const;
        /// All methods that these routes answer.
        Methods methods() const;
        bool has_cached_route() const;
    };
    std::optional<Found> find(std::span<const std::string_view> segments) const;

    /// The fragment at these segments, or null.
    const Route* find_fragment(std::span<const std::string_view> segments,
                               Captures& captures) const;

    const std::vector<Route>& routes() const { return routes_; }
    /// The number of a route. REQUIRES: it is one of routes().
    std::size_t number_of(const Route& route) const
    {
        return static_cast<std::size_t>(&route - routes_.data());
    }

private:
    std::vector<Route> routes_;
    std::vector<std::vector<std::size_t>> groups_;  // numbers of the routes with one pattern
    RouteTable table_;
};

}  // namespace aspic
