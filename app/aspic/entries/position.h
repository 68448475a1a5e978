#pragma once
// A position in the purge log: the id of a record in a Redis stream, which is milliseconds and a
// sequence number. Ids only grow. A value.

#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

struct Position {
    std::uint64_t milliseconds = 0;
    std::uint64_t sequence = 0;

    auto operator<=>(const Position&) const =
        default;  // NOLINT(modernize-use-nullptr): a false alarm

    std::string to_text() const
    {
        return std::to_string(milliseconds) + '-' + std::to_string(sequence);
    }

    /// Returns nullopt if the text is not "digits-digits".
    static std::optional<Position> parse(std::string_view text)
    {
        Position position;
        const char* end = text.data() + text.size();
        const auto first = std::from_chars(text.data(), end, position.milliseconds);
        if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return {};
        const auto second = std::from_chars(first.ptr + 1, end, position.sequence);
        if (second.ec != std::errc{} || second.ptr != end) return {};
        return position;
    }
};

}  // namespace aspic
