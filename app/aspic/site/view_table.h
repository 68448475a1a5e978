#pragma once
// All routes of a site, ready to be asked: which view answers a path? Made at start, then read by
// any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/routing/route_table.h>
#include <aspic/site/route.h>

namespace aspic {

/// Where the library itself answers for all fragments of a page at once.
inline constexpr std::string_view live_path = "/_live";
/// Where it lets developers in to look through pages: /_xray/PASS; and out: /_xray/off.
inline constexpr std::string_view xray_path = "/_xray";
inline constexpr std::string_view xray_off = "off";
/// True at and below /_xray.
inline bool is_xray(std::span<const std::string> segments)
{
    return !segments.empty() && segments.front() == xray_path.substr(1);
}

class ViewTable {
public:
    /// Two routes may have the same pattern where they answer different methods. Throws
    /// RouteConflict where they answer the same, where two patterns match the same URLs, or one can
    /// never be reached:
    /// /_live and /_xray are the library's, and what is below /static/ is the front end's.
    explicit ViewTable(std::vector<Route> routes);

    /// A path's routes: one, or several that answer different methods.
    struct Found {
        const ViewTable* table;
        std::span<const std::size_t> numbers;
        Captures captures;

        /// The route that answers this method; HEAD is answered by the one for GET.
        std::optional<std::size_t> route_for(Method method) const;
        /// All that they answer together.
        Methods methods() const;
        bool has_cached_route() const;
    };
    std::optional<Found> find(std::span<const std::string> segments) const;

    /// The fragment at these segments, or null.
    const Route* find_fragment(std::span<const std::string> segments, Captures& captures) const;

    const std::vector<Route>& routes() const { return routes_; }
    /// The place of one of these routes among them.
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
