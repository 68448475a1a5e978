#pragma once
// The request target in origin-form (RFC 9112, section 3.2.1), parsed once, when the request
// arrives. Pure functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// The path of a target as the application sees it.
struct Target {
    /// Percent-decoded. "/" has no segments; those of "/man/1/" end with an empty one.
    std::vector<std::string> segments;
    /// Canonical: "/" and the segments, each percent-encoded again.
    std::string path;
    /// The text after the first `?`, not decoded. Points into the text that was parsed.
    std::string_view query;

    /// Reads "/path?query". Scheme and host of an absolute-form target ("http://host/path") are
    /// dropped. Returns nullopt if the text holds a control character, or if the path does not
    /// start with "/", holds a malformed percent sequence or an encoded NUL, holds a segment that
    /// decodes to "." or "..", or holds an empty segment that is not the last ("//").
    static std::optional<Target> parse(std::string_view text);

    /// Removes `mount` ("/docs", without a slash at its end) from the front of the path. An empty
    /// `mount` changes nothing. Returns false and changes nothing if the path is not below `mount`.
    bool remove_mount(std::string_view mount);
};

}  // namespace aspic
