// Collects the text of a page's NAME section. Pure function. Any thread may call it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

// Returns the entries of the section in plain_text(): usually one, or one for each paragraph or
// line break. `.Nd` of mdoc(7) becomes a dash.
std::vector<std::string> name_entries(std::string_view source);

// Returns the position and the length of the dash between names and description.
struct Dash {
    std::size_t at = std::string_view::npos;
    std::size_t size = 0;

    explicit operator bool() const { return size > 0; }
};
Dash find_dash(std::string_view entry);

}  // namespace manual
