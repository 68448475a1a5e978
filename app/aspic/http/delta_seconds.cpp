#include <aspic/http/delta_seconds.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include <aspic/base/syntax.h>

namespace aspic {

std::chrono::seconds delta_seconds(std::string_view text)
{
    if (text.empty() || !std::ranges::all_of(text, syntax::is_digit)) return {};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return largest_delta;
    return std::min(std::chrono::seconds{number}, largest_delta);
}

}  // namespace aspic
