#pragma once
// URL patterns, parsed at compile time: "/man/<section>/<int:page>". A capture stands for one whole
// segment; `<name>` captures text, `<int:name>` a number. Pure values.

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

enum class SegmentKind : std::uint8_t { literal, number, text };

struct PatternSegment {
    SegmentKind kind = SegmentKind::literal;
    std::string_view text;  // of a literal: its text; of a capture: its name
};

enum class PatternProblem : std::uint8_t {
    none,
    no_leading_slash,
    bad_capture,
    capture_not_alone,
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
constexpr bool is_literal(std::string_view text)
{
    for (const char c : text) {
        if (!is_name({&c, 1}) && c != '-' && c != '.' && c != '~') return false;
    }
    return text != "." && text != "..";
}

constexpr PatternProblem read_segment(std::string_view text, PatternSegment& segment)
{
    const bool opens = find(text, '<') < text.size();
    const bool closes = find(text, '>') < text.size();
    if (!opens && !closes) {
        segment = {SegmentKind::literal, text};
        return is_literal(text) ? PatternProblem::none : PatternProblem::bad_literal;
    }
    if (text.front() != '<' || text.back() != '>') return PatternProblem::capture_not_alone;
    std::string_view name = text.substr(1, text.size() - 2);
    SegmentKind kind = SegmentKind::text;
    if (name.starts_with("int:")) {
        kind = SegmentKind::number;
        name.remove_prefix(4);
    }
    if (!is_name(name)) return PatternProblem::bad_capture;
    segment = {kind, name};
    return PatternProblem::none;
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
        if (pattern.problem != PatternProblem::none) return pattern;
        if (segment.kind != SegmentKind::literal) ++pattern.captures;
    }
    return pattern;
}

}  // namespace aspic
