#include <aspic/entries/record_lines.h>

#include <algorithm>
#include <utility>

#include <aspic/base/checksum.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr std::size_t hex_digits = 16;
constexpr std::string_view sum_name = "sum: ";
constexpr std::size_t sum_line = sum_name.size() + hex_digits + 1;

}  // namespace

std::string hex_of(std::uint64_t number)
{
    std::string digits(hex_digits, '0');
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number >>= 4U)
        *digit = syntax::hex_digit(static_cast<unsigned>(number & 15U));
    return digits;
}

std::optional<std::uint64_t> parse_hex(std::string_view text)
{
    if (text.size() != hex_digits) return {};
    std::uint64_t number = 0;
    for (const char c : text) {
        const int digit = c >= 'A' && c <= 'F' ? -1 : syntax::hex_value(c);
        if (digit < 0) return {};
        number = number << 4U | static_cast<unsigned>(digit);
    }
    return number;
}

std::string escaped(std::string_view text)
{
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        if (c == '\n') {
            line += "\\n";
        } else if (c == '\\') {
            line += "\\\\";
        } else {
            line += c;
        }
    }
    return line;
}

std::optional<std::string> unescaped(std::string_view text)
{
    const std::size_t first = std::min(text.find('\\'), text.size());
    std::string raw{text.substr(0, first)};
    for (std::size_t i = first; i < text.size(); ++i) {
        if (text[i] != '\\') {
            raw += text[i];
            continue;
        }
        const char after = ++i < text.size() ? text[i] : '\0';
        if (after != 'n' && after != '\\') return {};
        raw += after == 'n' ? '\n' : '\\';
    }
    return raw;
}

std::string with_checksum(std::string_view text)
{
    std::string lines{text.substr(0, text.size() - std::min(text.size(), sum_line))};
    const std::string sum = hex_of(checksum(lines));
    return lines.append(sum_name).append(sum).append("\n");
}

void RecordWriter::add(std::string_view name, std::string_view value)
{
    text_.append(name).append(": ").append(value).append("\n");
}

std::string RecordWriter::finish() &&
{
    const std::string sum = hex_of(checksum(text_));
    text_.append(sum_name).append(sum).append("\n");
    return std::move(text_);
}

std::optional<RecordReader> RecordReader::open(std::string_view text)
{
    if (text.size() < sum_line) return {};
    const std::string_view lines = text.substr(0, text.size() - sum_line);
    std::string_view last = text.substr(lines.size());
    if (!last.starts_with(sum_name) || last.back() != '\n') return {};
    last.remove_prefix(sum_name.size());
    last.remove_suffix(1);
    if (parse_hex(last) != checksum(lines)) return {};
    return RecordReader{lines};
}

std::optional<std::string_view> RecordReader::take(std::string_view name)
{
    if (!rest_.starts_with(name) || rest_.substr(name.size(), 2) != ": ") return {};
    const std::string_view after = rest_.substr(name.size() + 2);
    const std::size_t end = after.find('\n');
    if (end == std::string_view::npos) return {};
    rest_ = after.substr(end + 1);
    return after.substr(0, end);
}

}  // namespace aspic
