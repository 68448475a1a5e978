#pragma once
// Finds the route of a path, in a tree of segments. At each segment a literal wins over a number,
// and a number over text, so the order of the routes does not matter. Filled at start, then read by
// any number of threads.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/routing/pattern.h>

namespace aspic {

/// The captured texts of a path, in order. They point into the segments that were matched.
class Captures {
public:
    void push(std::string_view text) { texts_[size_++] = text; }
    void pop() { --size_; }
    std::size_t size() const { return size_; }
    std::string_view operator[](std::size_t index) const { return texts_[index]; }
    const std::string_view* begin() const { return texts_.data(); }
    const std::string_view* end() const { return texts_.data() + size_; }

private:
    std::array<std::string_view, Pattern::most_segments> texts_{};
    std::size_t size_ = 0;
};

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

    std::optional<Match> match(std::span<const std::string> segments) const;

private:
    struct Node;
    static bool match_from(const Node& node, std::span<const std::string> segments, Match& match);
    std::unique_ptr<Node> root_;
};

/// True for "0", "7", "-12": each int has one such text, so each number has one URL.
bool is_canonical_int(std::string_view text);
/// The value of such a text. REQUIRES: is_canonical_int(text).
int to_int(std::string_view text);

}  // namespace aspic
