#include <aspic/sessions/developer_pass.h>

#include <cstdint>

#include <aspic/sessions/seal.h>

namespace aspic {

namespace {

constexpr std::string_view pass_purpose = "aspic developer 1";
constexpr std::size_t pass_size = 8;

}  // namespace

std::string make_developer_pass(Time end, const SessionKeys& keys, Time now)
{
    const auto seconds = static_cast<std::uint64_t>(end.time_since_epoch().count());
    std::string payload;
    for (std::size_t byte = pass_size; byte-- > 0;)
        payload += static_cast<char>(seconds >> (8 * byte) & 0xffU);
    return seal(payload, pass_purpose, keys.sealing(now));
}

bool may_be_developer_pass(std::string_view text)
{
    return text.size() == sealed_size(pass_size) && is_sealed_text(text);
}

std::optional<Time> open_developer_pass(std::string_view text, const SessionKeys& keys, Time now)
{
    if (!may_be_developer_pass(text)) return std::nullopt;
    const auto payload = unseal(text, pass_purpose, keys);
    if (!payload) return std::nullopt;
    std::uint64_t seconds = 0;
    for (const char c : *payload)
        seconds = seconds << 8U | static_cast<unsigned char>(c);
    const Time end{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
    if (end <= now) return std::nullopt;
    return end;
}

}  // namespace aspic
