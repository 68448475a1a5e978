#include <aspic/http/flash.h>

#include <optional>

#include <aspic/base/numbers.h>

namespace aspic {

namespace {

// Each text is a netstring: "5:Saved,".
void append(std::string& packed, std::string_view text)
{
    packed.append(std::to_string(text.size())).append(":").append(text).append(",");
}

std::optional<std::string> take(std::string_view& rest)
{
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto size = parse_number<std::size_t>(rest.substr(0, colon));
    const std::string_view behind = rest.substr(colon + 1);
    if (!size || *size >= behind.size() || behind[*size] != ',') return std::nullopt;
    rest = behind.substr(*size + 1);
    return std::string{behind.substr(0, *size)};
}

}  // namespace

std::string pack_flashes(const std::vector<Flash>& flashes)
{
    std::string packed;
    for (const Flash& flash : flashes) {
        append(packed, flash.kind);
        append(packed, flash.message);
    }
    return packed;
}

std::vector<Flash> unpack_flashes(std::string_view text)
{
    std::vector<Flash> flashes;
    while (auto kind = take(text)) {
        auto message = take(text);
        if (!message) break;
        flashes.push_back({.message = std::move(*message), .kind = std::move(*kind)});
    }
    return flashes;
}

}  // namespace aspic
