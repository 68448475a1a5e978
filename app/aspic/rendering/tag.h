#pragma once
// Tags. A tag names something that pages show; when it changes, all pages with its tag are purged.
// Pure functions.

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
