#pragma once
// Scheme and host of a target in absolute-form, "http://host/path" (RFC 9112, section 3.2.2).

#include <string_view>

namespace aspic {

struct TargetOrigin {
    std::string_view scheme = "http";
    std::string_view host{};  // with its port; empty in a target that is only a path
};

/// The views point into `target`, which Target::parse must accept.
inline TargetOrigin origin_of_target(std::string_view target)
{
    constexpr std::string_view separator = "://";
    const std::size_t end = target.find(separator);
    if (target.starts_with('/') || end == std::string_view::npos) return {};
    const std::string_view rest = target.substr(end + separator.size());
    return {.scheme = target.substr(0, end), .host = rest.substr(0, rest.find_first_of("/?"))};
}

}  // namespace aspic
