#pragma once
// The request target in origin-form (RFC 9112, section 3.2.1), taken apart once at the border. Pure
// functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// The path of a target as the application sees it.
struct Target {
    /// Percent-decoded; "/" has none, "/man/1/" ends with an empty one.
    std::vector<std::string> segments;
    std::string path;        // canonical: "/" + segments, each percent-encoded again
    std::string_view query;  // after the first `?`, undecoded; a view into the text that was parsed

    /// Reads "/path?query"; an absolute-form target ("http://host/path") loses scheme and host.
    /// Nothing where the text holds a control character, or where the path does not start with "/",
    /// or holds a malformed percent sequence, an encoded NUL, a segment that is "." or ".." once
    /// decoded, or an empty segment but the last ("//").
    static std::optional<Target> parse(std::string_view text);

    /// Takes `mount` ("/docs", no slash at its end; "" changes nothing) off the front. False, and
    /// unchanged, where the path is not under it.
    bool remove_mount(std::string_view mount);
};

}  // namespace aspic
