#pragma once
// URL patterns, parsed at compile time: "/man/<section>/<int:page>". A capture `<name>` takes text,
// `<int:name>` a number, from one segment. Text may stand beside it: "/cover/<id>.png". A last
// `<path:name>` takes all segments that are left. Pure values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aspic {

/// A string literal that can be a template argument.
template <std::size_t n>
struct FixedString {
    char text[n]{};
    consteval FixedString(const char (&literal)[n])  // NOLINT(google-explicit-constructor)
    {
        for (std::size_t i = 0; i < n; ++i)
            text[i] = literal[i];
    }
    constexpr std::string_view view() const { return {text, n - 1}; }
};

enum class SegmentKind : std::uint8_t { literal, number, text, rest };

struct PatternSegment {
    SegmentKind kind = SegmentKind::literal;
    std::string_view text{};    // of a literal: its text; of a capture: its name
    std::string_view before{};  // of a capture: the text beside it, in the same segment
    std::string_view after{};

    constexpr bool is_whole() const { return before.empty() && after.empty(); }
};

enum class PatternProblem : std::uint8_t {
    none,
    no_leading_slash,
    bad_capture,
    two_captures,
    rest_not_last,
    bad_literal,
    too_long,
    empty_segment,
};

struct Pattern {
    static constexpr std::size_t most_segments = 12;

    std::string_view text;
    std::array<PatternSegment, most_segments> segments{};
    std::size_t size = 0;
    std::size_t captures = 0;
    PatternProblem problem = PatternProblem::none;

    constexpr const PatternSegment* begin() const { return segments.data(); }
    constexpr const PatternSegment* end() const { return segments.data() + size; }
};

namespace detail {

// The position of the first `wanted`, or the text's size. Replaces std::string_view::find, which
// g++ 12 cannot evaluate at compile time with -fsanitize=undefined.
constexpr std::size_t find(std::string_view text, char wanted)
{
    std::size_t at = 0;
    while (at < text.size() && text[at] != wanted)
        ++at;
    return at;
}

constexpr bool is_name(std::string_view name)
{
    if (name.empty()) return false;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(c >= '0' && c <= '9')) return false;
    }
    return true;
}

// True for text that a URL holds without encoding. A literal with other characters would match no
// URL.
constexpr bool is_unencoded(std::string_view text)
{
    for (const char c : text) {
        if (!is_name({&c, 1}) && c != '-' && c != '.' && c != '~') return false;
    }
    return true;
}

constexpr bool is_literal(std::string_view text)
{
    return is_unencoded(text) && text != "." && text != "..";
}

// Removes `start` from the front of `text`.
constexpr bool take_start(std::string_view& text, std::string_view start)
{
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    return true;
}

constexpr PatternProblem read_segment(std::string_view text, PatternSegment& segment)
{
    const std::size_t open = find(text, '<');
    const std::size_t close = find(text, '>');
    if (open == text.size() && close == text.size()) {
        segment = {SegmentKind::literal, text};
        return is_literal(text) ? PatternProblem::none : PatternProblem::bad_literal;
    }
    if (open == text.size() || close < open || close == text.size())
        return PatternProblem::bad_capture;
    std::string_view name = text.substr(open + 1, close - open - 1);
    segment = {
        .kind = SegmentKind::text, .before = text.substr(0, open), .after = text.substr(close + 1)};
    if (take_start(name, "int:")) {
        segment.kind = SegmentKind::number;
    } else if (take_start(name, "path:")) {
        segment.kind = SegmentKind::rest;
    }
    segment.text = name;
    if (!is_name(name)) return PatternProblem::bad_capture;
    if (find(segment.after, '<') < segment.after.size()) return PatternProblem::two_captures;
    if (find(segment.after, '>') < segment.after.size()) return PatternProblem::bad_capture;
    if (segment.kind == SegmentKind::rest && !segment.is_whole())
        return PatternProblem::rest_not_last;
    return is_unencoded(segment.before) && is_unencoded(segment.after)
               ? PatternProblem::none
               : PatternProblem::bad_literal;
}

}  // namespace detail

/// Never fails. If the pattern is wrong, `problem` says why, and Path and view<> do not compile.
constexpr Pattern parse_pattern(std::string_view text)
{
    Pattern pattern{.text = text};
    if (!text.starts_with('/')) {
        pattern.problem = PatternProblem::no_leading_slash;
        return pattern;
    }
    std::string_view rest = text.substr(1);
    if (rest.empty()) return pattern;
    for (bool last = false; !last;) {
        const std::size_t slash = detail::find(rest, '/');
        last = slash == rest.size();
        const std::string_view part = rest.substr(0, slash);
        if (!last) rest.remove_prefix(slash + 1);
        if (part.empty()) {
            pattern.problem = PatternProblem::empty_segment;
            return pattern;
        }
        if (pattern.size == Pattern::most_segments) {
            pattern.problem = PatternProblem::too_long;
            return pattern;
        }
        PatternSegment& segment = pattern.segments[pattern.size++];
        pattern.problem = detail::read_segment(part, segment);
        if (segment.kind == SegmentKind::rest && !last)
            pattern.problem = PatternProblem::rest_not_last;
        if (pattern.problem != PatternProblem::none) return pattern;
        if (segment.kind != SegmentKind::literal) ++pattern.captures;
    }
    return pattern;
}

}  // namespace aspic
