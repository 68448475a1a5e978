#include <aspic/serving/framing_replies.h>

#include <array>

#include <aspic/serving/record_header.h>

namespace aspic::fastcgi {

namespace {

constexpr std::string_view multiplexes = "FCGI_MPXS_CONNS";

std::string record(std::uint8_t type, std::uint16_t id, std::string_view content)
{
    const RecordHeader header = record_header(type, id, content.size());
    std::string bytes{header.begin(), header.end()};
    return bytes += content;
}

// Takes a length of a name or a value from the front (section 3.4).
std::optional<std::size_t> take_length(std::string_view& bytes)
{
    if (bytes.empty()) return {};
    const std::size_t size = static_cast<unsigned char>(bytes[0]) < 0x80 ? 1 : 4;
    if (bytes.size() < size) return {};
    std::size_t length = static_cast<unsigned char>(bytes[0]) & 0x7fU;
    for (std::size_t i = 1; i < size; ++i)
        length = length << 8U | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(size);
    return length;
}

}  // namespace

std::string end_of_request(std::uint16_t id, std::uint8_t protocol_status)
{
    const std::array<char, 8> body{0, 0, 0, 0, static_cast<char>(protocol_status)};
    return record(end_request, id, {body.data(), body.size()});
}

std::string unknown_type_reply(std::uint8_t type)
{
    const std::array<char, 8> body{static_cast<char>(type)};
    return record(unknown_type, 0, {body.data(), body.size()});
}

std::optional<std::string> values_reply(std::string_view asked)
{
    bool is_asked = false;
    while (!asked.empty()) {
        const auto name = take_length(asked);
        const auto value = name ? take_length(asked) : std::nullopt;
        if (!value || asked.size() < *name + *value) return {};
        is_asked |= asked.substr(0, *name) == multiplexes;
        asked.remove_prefix(*name + *value);
    }
    std::string content;
    if (is_asked) {
        content = {static_cast<char>(multiplexes.size()), 1};
        content += multiplexes;
        content += '0';
    }
    return record(get_values_result, 0, content);
}

}  // namespace aspic::fastcgi
