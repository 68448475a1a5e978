#include <aspic/serving/parameters.h>

#include <cstddef>
#include <cstdint>

namespace aspic {

namespace {

/// A length is one byte below 128, or four bytes with the first bit set.
bool is_short(char length)
{
    return static_cast<std::uint8_t>(length) < 0x80;
}

std::optional<std::size_t> take_length(std::string_view& bytes)
{
    if (bytes.empty()) return {};
    const bool has_one_byte = is_short(bytes.front());
    const std::size_t size = has_one_byte ? 1 : 4;
    if (bytes.size() < size) return {};
    std::size_t length = 0;
    for (const char byte : bytes.substr(0, size))
        length = length << 8U | static_cast<std::uint8_t>(byte);
    bytes.remove_prefix(size);
    return has_one_byte ? length : length & 0x7fffffffU;
}

}  // namespace

std::optional<std::pair<std::string_view, std::string_view>> take_parameter(
    std::string_view& parameters)
{
    // Most are short.
    if (parameters.size() >= 2 && is_short(parameters[0]) && is_short(parameters[1])) {
        const std::size_t name_size = static_cast<std::uint8_t>(parameters[0]);
        const std::size_t size = name_size + static_cast<std::uint8_t>(parameters[1]);
        if (size + 2 > parameters.size()) return {};
        const char* const name = parameters.data() + 2;
        const std::pair both{std::string_view{name, name_size},
                             std::string_view{name + name_size, size - name_size}};
        parameters.remove_prefix(2 + size);
        return both;
    }
    const auto name_size = take_length(parameters);
    const auto value_size = name_size ? take_length(parameters) : std::nullopt;
    if (!value_size || *name_size + *value_size > parameters.size()) return {};
    const std::pair both{parameters.substr(0, *name_size),
                         parameters.substr(*name_size, *value_size)};
    parameters.remove_prefix(*name_size + *value_size);
    return both;
}

std::string_view find_parameter(std::string_view parameters, std::string_view name)
{
    while (const auto parameter = take_parameter(parameters)) {
        if (parameter->first == name) return parameter->second;
    }
    return {};
}

}  // namespace aspic
