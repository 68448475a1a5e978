#pragma once
// The request target in origin-form (RFC 9112, section 3.2.1), parsed once, when the request
// arrives. Pure functions.

#include <concepts>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/text_list.h>

namespace aspic {

/// The path of a target as the application sees it. Its texts point into the text that was parsed,
/// so that most requests need no memory for them; that text must outlive it and its copies.
struct Target {
    /// Canonical: "/" and the segments, each percent-encoded again.
    std::string_view path{};
    /// The text after the first `?`, not decoded.
    std::string_view query{};

    /// Percent-decoded. "/" has no segments; those of "/man/1/" end with an empty one.
    std::span<const std::string_view> segments() const { return parts_.all(); }

    /// Reads "/path?query". Scheme and host of an absolute-form target ("http://host/path") are
    /// dropped. Returns nullopt if the text holds a control character, or if the path does not
    /// start with "/", holds a malformed percent sequence or an encoded NUL, holds a segment that
    /// decodes to "." or "..", or holds an empty segment that is not the last ("//").
    static std::optional<Target> parse(std::string_view text);

    /// The same for a text that nobody else keeps: the target keeps it.
    template <class Text>
    requires std::same_as<Text, std::string>
    static std::optional<Target> parse(Text&& text)
    {
        const auto kept = std::make_shared<const std::string>(std::forward<Text>(text));
        auto target = parse(std::string_view{*kept});
        if (target) target->own_text_ = kept;
        return target;
    }

    /// Removes `mount` ("/docs", without a slash at its end) from the front of the path. An empty
    /// `mount` changes nothing. Returns false and changes nothing if the path is not below `mount`.
    bool remove_mount(std::string_view mount);

private:
    bool cut();
    bool is_plain() const;
    bool rewrite();

    TextList<8> parts_;  // most paths have fewer
    std::shared_ptr<const std::string>
        own_path_;  // with the segments, if they differ from the text
    std::shared_ptr<const std::string> own_text_;  // that was parsed, if nobody else keeps it
};

}  // namespace aspic
