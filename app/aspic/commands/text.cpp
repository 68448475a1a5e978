#include <aspic/commands/text.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include <aspic/base/syntax.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

// "1.3" below ten, "12" above; never ".0".
std::string rounded(double number)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), number < 9.95 ? "%.1f" : "%.0f", number);
    std::string digits{text.data()};
    if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
    return digits;
}

std::string two_units(std::chrono::seconds time, std::chrono::seconds large,
                      std::string_view large_name, std::chrono::seconds small,
                      std::string_view small_name)
{
    std::string text = std::to_string(time / large);
    text.append(" ").append(large_name);
    if (const auto rest = time % large / small; rest > 0)
        text.append(" ").append(std::to_string(rest)).append(" ").append(small_name);
    return text;
}

}  // namespace

std::string with_commas(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, 1, ',');
    return text;
}

std::string counted(std::uint64_t number, const std::string& what)
{
    return with_commas(number) + ' ' + what + (number == 1 ? "" : "s");
}

std::string in_bytes(std::uint64_t bytes)
{
    if (bytes < 1024) return counted(bytes, "byte");
    constexpr std::array<std::string_view, 4> units{" KiB", " MiB", " GiB", " TiB"};
    double number = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; number >= 1023.5 && unit + 1 < units.size(); ++unit)
        number /= 1024;
    return rounded(number) + std::string{units.at(unit)};
}

std::string in_time(std::chrono::nanoseconds time)
{
    const double seconds = std::chrono::duration<double>{time}.count();
    if (time < 999'500us) return rounded(seconds * 1000) + " ms";
    if (time < 59'500ms) return rounded(seconds) + " s";
    const auto whole = std::chrono::round<std::chrono::seconds>(time);
    if (whole < 1h) return two_units(whole, 1min, "min", 1s, "s");
    if (whole < 24h) return two_units(whole, 1h, "h", 1min, "min");
    return two_units(whole, 24h, "d", 1h, "h");
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::string_view word = syntax::take_until(text, ' ');
        if (word.empty()) continue;
        if (!lines.empty() && lines.back().size() + 1 + word.size() <= width)
            lines.back().append(" ").append(word);
        else
            lines.emplace_back(word);
    }
    return lines;
}

TextTable::TextTable(std::vector<std::string> head, Align others)
    : others_{others}, rows_{std::move(head)}
{
}

void TextTable::print(std::ostream& out, const std::string& indent) const
{
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], row.at(i).size());
    }
    for (const auto& row : rows_) {
        std::string line = indent;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string padding(widths[i] - row[i].size(), ' ');
            const bool left = i == 0 || others_ == Align::left;
            line += (i == 0 ? "" : "  ") + (left ? row[i] + padding : padding + row[i]);
        }
        line.resize(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    }
}

}  // namespace aspic
