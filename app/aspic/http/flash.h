#pragma once
// Flash messages: what the next page shows once ("Saved."). A session keeps them as one of its
// values. Values; pure functions.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct Flash {
    std::string message;
    /// For the style of the message: "info", "error", or a word of the site's own.
    std::string kind;
    bool operator==(const Flash&) const = default;
};

/// The messages as one text, and back. A text that `pack` did not make unpacks as far as it can be
/// read.
std::string pack_flashes(const std::vector<Flash>& flashes);
std::vector<Flash> unpack_flashes(std::string_view text);

}  // namespace aspic
