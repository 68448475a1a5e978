#pragma once
// Lines of the form "name: value", and a checksum as the last of them. The order of the lines is
// part of the format, so a reader looks at each line once. Pure functions and values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// As 16 hexadecimal digits.
std::string hex_of(std::uint64_t number);
/// Returns nothing if the text is not 16 lower-case hexadecimal digits.
std::optional<std::uint64_t> parse_hex(std::string_view text);

/// The text as a part of one line: a line feed is written as \n, and a backslash as two.
std::string escaped(std::string_view text);
/// Returns nothing if `escaped` did not write the text.
std::optional<std::string> unescaped(std::string_view text);

/// The text with the right checksum in its last line, for tests: replaces the line that is there.
std::string with_checksum(std::string_view text);

class RecordWriter {
public:
    /// REQUIRES: the value has no line feed.
    void add(std::string_view name, std::string_view value);
    /// Adds the checksum, and returns the text.
    std::string finish() &&;

private:
    std::string text_;
};

/// Refers to a text that the caller keeps.
class RecordReader {
public:
    /// Returns nothing if the checksum is not right.
    static std::optional<RecordReader> open(std::string_view text);

    /// The value of the next line, if it has this name.
    std::optional<std::string_view> take(std::string_view name);
    /// Calls `use` with the values of all next lines of this name. Returns false as soon as `use`
    /// does.
    template <class Use>
    bool each(std::string_view name, Use use)
    {
        while (const auto value = take(name)) {
            if (!use(*value)) return false;
        }
        return true;
    }
    bool is_at_end() const { return rest_.empty(); }

private:
    explicit RecordReader(std::string_view lines) : rest_{lines} {}
    std::string_view rest_;
};

}  // namespace aspic
