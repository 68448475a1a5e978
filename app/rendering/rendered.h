#pragma once
// HTML with holes: what a template makes of its values, before the fragments stand in it. Values;
// pure functions.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct Hole {
    std::size_t offset;    // where in the HTML the fragment's own HTML belongs
    std::string fragment;  // its path: "/_navigation"
    bool operator==(const Hole&) const = default;
};

struct Rendered {
    std::string html;
    std::vector<Hole> holes;  // in the order of their offsets
};

/// Gives the HTML of the fragment at a path.
using FragmentSource = std::function<std::string(const std::string& path)>;

/// The whole HTML; every fragment is asked for once, however many holes name it.
std::string fill_holes(const Rendered& rendered, const FragmentSource& fragment);

/// The element that marks a hole, for a page and for an answer of /_live: opening tag, content,
/// closing tag.
std::string hole_element(std::string_view fragment, std::string_view content);

/// "<script>var CACHE_CONTROL=3600;</script>" before the last </body> (at the end where there is
/// none): scripts in the page learn from it that they look at a cached copy.
void insert_marker(Rendered& page, std::chrono::seconds lifetime);

}  // namespace aspic
