#pragma once
// One declaration of a URL, used to match requests and to print links.
//
//     inline constexpr Path<"/man/<section>/<name>"> manual_path;
//     view<manual_path>(manual)       answers /man/1/ls
//     manual_path("1", "ls")          is "/man/1/ls"

#include <charconv>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <aspic/http/percent.h>
#include <aspic/routing/pattern.h>

namespace aspic {

template <FixedString literal>
struct Path {
    static constexpr Pattern pattern = parse_pattern(literal.view());

    static_assert(pattern.problem != PatternProblem::no_leading_slash,
                  "Path: a pattern starts with '/'");
    static_assert(pattern.problem != PatternProblem::empty_segment,
                  "Path: a pattern has no empty segment: no '//' and no '/' at its end");
    static_assert(pattern.problem != PatternProblem::capture_not_alone,
                  "Path: a capture <name> stands for a whole segment, from '/' to '/'");
    static_assert(
        pattern.problem != PatternProblem::bad_capture,
        "Path: a capture is <name> or <int:name>; a name has only letters, digits and '_'");
    static_assert(pattern.problem != PatternProblem::bad_literal,
                  "Path: a literal segment has only letters, digits, '-', '.', '_' and '~'");
    static_assert(pattern.problem != PatternProblem::too_long,
                  "Path: a pattern has at most 12 segments");

    /// The URL with these captures, each percent-encoded (RFC 3986, section 3.3). The compiler
    /// checks the number of arguments and their types: text for <name>, an integer for <int:name>.
    template <class... Captures>
    std::string operator()(const Captures&... captures) const
    {
        static_assert(sizeof...(Captures) == pattern.captures,
                      "Path: the number of arguments is not the number of captures in the pattern");
        std::string url;
        std::size_t index = 0;
        const auto values = std::forward_as_tuple(captures...);
        print<0>(url, index, values);
        return url.empty() ? "/" : url;
    }

private:
    template <std::size_t at, class Values>
    static void print(std::string& url, std::size_t index, const Values& values)
    {
        while (index < pattern.size && pattern.segments[index].kind == SegmentKind::literal) {
            url += '/';
            url += pattern.segments[index++].text;
        }
        if constexpr (at < std::tuple_size_v<Values>) {
            url += '/';
            append<capture_kind(at)>(url, std::get<at>(values));
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
            static_assert(is_text, "Path: <name> takes text");
            if constexpr (is_text) url += percent_encode(value);
        }
    }

public:
    /// The kind of the capture with this number.
    static constexpr SegmentKind capture_kind(std::size_t at)
    {
        for (const PatternSegment& segment : pattern) {
            if (segment.kind == SegmentKind::literal) continue;
            if (at-- == 0) return segment.kind;
        }
        return SegmentKind::literal;
    }
};

}  // namespace aspic
