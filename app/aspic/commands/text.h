#pragma once
// Formats numbers, times and tables for the output of commands. Pure functions and values.

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// "12,345"
std::string with_commas(std::uint64_t number);

/// "1 page", "12,345 pages". REQUIRES: an "s" makes the plural.
std::string counted(std::uint64_t number, const std::string& what);

/// "512 bytes", "4.2 KiB", "64 MiB"
std::string in_bytes(std::uint64_t bytes);

/// In the two largest units: "0.3 ms", "12 ms", "1.3 s", "5 min", "1 h 59 min", "3 d 4 h".
std::string in_time(std::chrono::nanoseconds time);

/// The text in lines of at most `width` characters, broken at spaces. A longer word has a line of
/// its own. An empty text has no line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// A table. Each column is as wide as its longest cell, with two spaces between columns. The first
/// column is aligned to the left, the others to the right by default.
class TextTable {
public:
    enum class Align : std::uint8_t { left, right };

    explicit TextTable(std::vector<std::string> head, Align others = Align::right);
    /// REQUIRES: the row has as many cells as the head.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.size() == 1; }
    void print(std::ostream& out, const std::string& indent = "") const;

private:
    Align others_;
    std::vector<std::vector<std::string>> rows_;  // the head first
};

}  // namespace aspic
