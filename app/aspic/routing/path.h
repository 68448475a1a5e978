#pragma once
// One declaration of a URL, used to match requests, to print links and to read them.
//
//     inline constexpr Path<"/man/<section>/<name>"> manual_path;
//     view<manual_path>(manual)       answers /man/1/ls
//     manual_path("1", "ls")          is "/man/1/ls"; below --mount /docs it is "/docs/man/1/ls"
//     manual_path.match(url)          is {"1", "ls"} for both
//
// The captures: `<name>` takes text and `<int:name>` a number from one segment; text may stand
// beside them ("/cover/<id>.png"). A last `<path:name>` takes all segments that are left, such as
// "a/b/c". No capture is empty.

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <aspic/http/percent.h>
#include <aspic/http/site_url.h>
#include <aspic/routing/pattern.h>
#include <aspic/routing/segment_match.h>

namespace aspic {

template <FixedString literal>
struct Path {
    static constexpr Pattern pattern = parse_pattern(literal.view());

    static_assert(pattern.problem != PatternProblem::no_leading_slash,
                  "Path: a pattern starts with '/'");
    static_assert(pattern.problem != PatternProblem::empty_segment,
                  "Path: a pattern has no empty segment: no '//' and no '/' at its end");
    static_assert(
        pattern.problem != PatternProblem::two_captures,
        "Path: a segment has one capture; text may stand beside it, but no other capture");
    static_assert(pattern.problem != PatternProblem::rest_not_last,
                  "Path: <path:name> takes the rest of a URL, so it stands alone in the last "
                  "segment");
    static_assert(pattern.problem != PatternProblem::bad_capture,
                  "Path: a capture is <name>, <int:name> or <path:name>; a name has only letters, "
                  "digits and '_'");
    static_assert(pattern.problem != PatternProblem::bad_literal,
                  "Path: a literal segment has only letters, digits, '-', '.', '_' and '~'");
    static_assert(pattern.problem != PatternProblem::too_long,
                  "Path: a pattern has at most 12 segments");

    /// The URL with these captures, each percent-encoded (RFC 3986, section 3.3), and with the
    /// prefix of the mount. The compiler checks the number of arguments and their types: text for
    /// <name> and <path:name>, an integer for <int:name>.
    template <class... Captures>
    std::string operator()(const Captures&... captures) const
    {
        static_assert(sizeof...(Captures) == pattern.captures,
                      "Path: the number of arguments is not the number of captures in the pattern");
        std::string url{site_mount()};
        print<0>(url, 0, std::forward_as_tuple(captures...));
        if constexpr (pattern.size == 0) url += '/';
        return url;
    }

    /// The captures of a URL of this site that has this path: int for <int:name>, otherwise
    /// std::string. Nothing if the URL is another one. It may have a query and a fragment (#), and
    /// it may be a path of a request (request.path(), request.page()), which has no mount prefix.
    /// It has no scheme and host.
    ///
    ///     if (const auto captured = manual_path.match(request.page())) {
    ///         const auto& [section, name] = *captured;
    auto match(std::string_view url) const
    {
        return [&]<std::size_t... at>(std::index_sequence<at...> /*positions*/)
        {
            using Found = std::tuple<Captured<capture_kind(at)>...>;
            std::optional<Found> found;
            if (const auto texts = match_url(pattern, url))
                found.emplace(Found{value<capture_kind(at)>((*texts)[at])...});
            return found;
        }
        (std::make_index_sequence<pattern.captures>{});
    }

    /// The kind of the capture with this number.
    static constexpr SegmentKind capture_kind(std::size_t at)
    {
        for (const PatternSegment& segment : pattern) {
            if (segment.kind == SegmentKind::literal) continue;
            if (at-- == 0) return segment.kind;
        }
        return SegmentKind::literal;
    }

private:
    template <SegmentKind kind>
    using Captured = std::conditional_t<kind == SegmentKind::number, int, std::string>;

    template <SegmentKind kind>
    static Captured<kind> value(const std::string& text)
    {
        if constexpr (kind == SegmentKind::number) {
            return to_int(text);
        } else {
            return text;
        }
    }

    template <std::size_t at, class Values>
    static void print(std::string& url, std::size_t index, const Values& values)
    {
        while (index < pattern.size && pattern.segments[index].kind == SegmentKind::literal) {
            url += '/';
            url += pattern.segments[index++].text;
        }
        if constexpr (at < std::tuple_size_v<Values>) {
            url += '/';
            if (index < pattern.size) url += pattern.segments[index].before;
            append<capture_kind(at)>(url, std::get<at>(values));
            if (index < pattern.size) url += pattern.segments[index].after;
            print<at + 1>(url, index + 1, values);
        }
    }

    template <SegmentKind kind, class Value>
    static void append(std::string& url, const Value& value)
    {
        if constexpr (kind == SegmentKind::number) {
            constexpr bool is_integer = std::is_integral_v<Value> && !std::is_same_v<Value, bool>;
            static_assert(is_integer, "Path: <int:name> takes an integer");
            if constexpr (is_integer) url += std::to_string(value);
        } else {
            constexpr bool is_text = std::is_convertible_v<const Value&, std::string_view>;
            static_assert(is_text, "Path: <name> and <path:name> take text");
            if constexpr (is_text && kind == SegmentKind::rest) {
                url += percent_encode_path(value);
            } else if constexpr (is_text) {
                url += percent_encode(value);
            }
        }
    }
};

}  // namespace aspic
