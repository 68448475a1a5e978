#pragma once
// Finds the route of a path, in a tree of segments. At each segment, a literal wins over a capture
// with text beside it (first the one with the most text), that over a number, a number over text,
// and text over the rest. So the order of the routes does not matter. Filled at start, then read by
// any number of threads.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include <aspic/routing/captures.h>
#include <aspic/routing/pattern.h>

namespace aspic {

/// Two routes match the same URLs, or no request can reach a route.
class RouteConflict : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

class RouteTable {
public:
    struct Match {
        std::size_t route;
        Captures captures;
    };

    RouteTable();
    ~RouteTable();
    RouteTable(RouteTable&&) noexcept;
    RouteTable& operator=(RouteTable&&) noexcept;

    /// Throws RouteConflict, which names both patterns, if the table has a pattern of the same
    /// shape.
    void add(const Pattern& pattern, std::size_t route);

    std::optional<Match> match(std::span<const std::string_view> segments) const;

private:
    struct Node;
    static bool match_from(const Node& node, std::span<const std::string_view> segments,
                           Match& match);
    static bool match_rest(const Node& node, std::span<const std::string_view> segments,
                           Match& match);
    std::unique_ptr<Node> root_;
};

}  // namespace aspic
