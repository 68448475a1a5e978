#pragma once
// Which route does a path belong to? A tree of segments; at each one a literal is preferred to a
// number, and a number to text, so the order of routes never matters. Filled at start, then read by
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

/// The texts of a path's captures, in order: views into the segments that were matched.
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

/// Two routes that match the same URLs, or one that no request can reach.
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

    /// Throws RouteConflict, naming both, where a pattern of the same shape is there already.
    void add(const Pattern& pattern, std::size_t route);

    std::optional<Match> match(std::span<const std::string> segments) const;

private:
    struct Node;
    static bool match_from(const Node& node, std::span<const std::string> segments, Match& match);
    std::unique_ptr<Node> root_;
};

/// True for "0", "7", "-12": the one way to write an int, so that a number has one URL.
bool is_canonical_int(std::string_view text);
/// The value of such a text. REQUIRES: is_canonical_int(text).
int to_int(std::string_view text);

}  // namespace aspic
