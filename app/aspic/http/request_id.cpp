#include <aspic/http/request_id.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <aspic/base/random_id.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr std::size_t most_characters = 64;

bool is_of_id(char c)
{
    const char lower = syntax::lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

}  // namespace

bool is_request_id(std::string_view text)
{
    return !text.empty() && text.size() <= most_characters &&
           std::all_of(text.begin(), text.end(), is_of_id);
}

std::string make_request_id()
{
    thread_local const std::string prefix = random_id() + '-';
    thread_local std::uint64_t number = 0;
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++number, 16);
    return std::string{prefix}.append(digits.data(), end.ptr);
}

}  // namespace aspic
