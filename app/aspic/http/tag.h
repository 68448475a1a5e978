#pragma once
// Tags. A tag names something that pages show; when it changes, all pages with its tag are purged.
// Pure functions.

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aspic {

/// One part of a tag: a text, or a whole number, which is written in decimal digits.
class TagPart {
public:
    template <std::convertible_to<std::string_view> Text>
    TagPart(const Text& text)
        : text_{std::string_view{text}}  // NOLINT(google-explicit-constructor)
    {
    }
    template <std::integral Number>
    TagPart(Number number) : text_{std::to_string(number)}  // NOLINT(google-explicit-constructor)
    {
        static_assert(!std::is_same_v<Number, bool> && !std::is_same_v<Number, char>,
                      "tag: a part of a tag is a text or a whole number, not a bool or a char");
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

namespace detail {
std::string join_tag(const std::vector<TagPart>& parts);
}

/// tag("manual", "ls") is "manual:ls", and tag("item", 7) is "item:7"; each part is
/// percent-encoded.
template <class... More>
std::string tag(std::string_view first, const More&... more)
{
    return detail::join_tag({TagPart{first}, TagPart{more}...});
}

}  // namespace aspic
