#pragma once
// HTML with holes: what a template makes of its values, and the elements that come to stand in its
// holes. Values; pure functions.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct Hole {
    std::size_t offset = 0;  // where in the HTML its element begins
    std::size_t size = 0;    // of the element, in bytes; 0: it is not there yet
    std::string fragment;    // its path: "/_navigation"; or end_of_page
    bool operator==(const Hole&) const = default;
};

/// Names the hole that no fragment fills: before the last </body>, where the library's own scripts
/// stand.
inline constexpr std::string_view end_of_page;

struct Rendered {
    std::string html;
    std::vector<Hole> holes;  // in the order of their offsets
};

bool names_fragments(const std::vector<Hole>& holes);
/// True where the hole at the end of the page has been opened.
bool has_end(const std::vector<Hole>& holes);

/// Opens the hole at the end of the page, which is the end of the HTML where there is no </body>.
/// REQUIRES: no hole is filled.
void open_end(Rendered& page);

/// Gives what stands in the hole of that name: for a fragment, its element (see hole_element.h).
using ElementSource = std::function<const std::string&(const std::string& path)>;

/// The same with an element in each hole. REQUIRES: the holes are empty.
Rendered fill_holes(const Rendered& rendered, const ElementSource& element);

/// "var CACHE_CONTROL=3600;": scripts in the page learn from it that they look at a cached copy.
std::string marker_script(std::chrono::seconds lifetime);

}  // namespace aspic
