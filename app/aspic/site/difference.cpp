#include <aspic/site/difference.h>

#include <algorithm>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr std::size_t before = 32;  // bytes that an excerpt shows before the place
constexpr std::size_t behind = 48;

/// True in the middle of a UTF-8 character. An excerpt does not begin or end there.
bool is_continuation(std::string_view text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80;
}

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result.append(1, '\\').append(1, c);
        } else if (c == '\n') {
            result += "\\n";
        } else if (syntax::is_control(c)) {
            result.append("\\x")
                .append(1, syntax::hex_digit(byte >> 4U))
                .append(1, syntax::hex_digit(byte));
        } else {
            result += c;
        }
    }
    return result;
}

}  // namespace

std::string excerpt(std::string_view text, std::size_t at, std::size_t size)
{
    std::size_t begin = at - std::min(at, before);
    std::size_t end = std::min(text.size(), at + std::max(size, behind));
    while (begin > 0 && is_continuation(text, begin))
        --begin;
    while (is_continuation(text, end))
        ++end;
    return (begin > 0 ? "...\"" : "\"") + escaped(text.substr(begin, end - begin)) +
           (end < text.size() ? "\"..." : "\"");
}

std::optional<Difference> find_difference(std::string_view first, std::string_view second)
{
    if (first == second) return {};
    const auto parted = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    const auto at = static_cast<std::size_t>(parted.first - first.begin());
    const std::string_view same = first.substr(0, at);
    const std::size_t last_line = same.rfind('\n');
    return Difference{
        .byte = at,
        .line = 1 + static_cast<std::size_t>(std::count(same.begin(), same.end(), '\n')),
        .column = last_line == std::string_view::npos ? at + 1 : at - last_line,
        .first = excerpt(first, at, 0),
        .second = excerpt(second, at, 0)};
}

}  // namespace aspic
