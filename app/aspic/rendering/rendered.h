#pragma once
// HTML with holes: an expanded template, and the elements that fill its holes. Values; pure
// functions.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct Hole {
    std::size_t offset = 0;  // of its element in the HTML
    std::size_t size = 0;    // of its element, in bytes; 0: the hole is empty
    std::string fragment;    // the path of its fragment: "/_navigation"; or end_of_page
    bool operator==(const Hole&) const = default;
};

/// The name of the hole before the last </body>. No fragment fills it: the library puts its own
/// scripts there.
inline constexpr std::string_view end_of_page;

struct Rendered {
    std::string html;
    std::vector<Hole> holes;  // in the order of their offsets
};

bool names_fragments(const std::vector<Hole>& holes);
/// True if the hole at the end of the page has been added.
bool has_end(const std::vector<Hole>& holes);

/// Adds the hole at the end of the page: before the last </body>, or at the end of the HTML if
/// there is none. REQUIRES: no hole is filled.
void open_end(Rendered& page);

/// Returns the content of the hole with this name: for a fragment, its element (see
/// hole_element.h).
using ElementSource = std::function<const std::string&(const std::string& path)>;

/// Returns `rendered` with an element in each hole. Without holes, it is returned without a copy.
/// REQUIRES: the holes are empty.
Rendered fill_holes(Rendered rendered, const ElementSource& element);

/// "var CACHE_CONTROL=3600;": it tells scripts in the page that the page is a cached copy.
std::string marker_script(std::chrono::seconds lifetime);

}  // namespace aspic
