#pragma once
// Names of groups of pages: what a page shows, and what is purged when that changes. Pure
// functions.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

namespace detail {
std::string join_tag(const std::vector<std::string_view>& parts);
}

/// tag("manual", "ls") is "manual:ls", each part percent-encoded.
template <class... More>
std::string tag(std::string_view first, const More&... more)
{
    return detail::join_tag({first, std::string_view{more}...});
}

}  // namespace aspic
