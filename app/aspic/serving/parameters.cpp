#include <aspic/serving/parameters.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

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

const char* find_byte(const char* from, const char* end, char byte)
{
    if (from == end) return end;
    const void* const found = std::memchr(from, byte, static_cast<std::size_t>(end - from));
    return found == nullptr ? end : static_cast<const char*>(found);
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

PlainParameters::PlainParameters(std::string_view parameters)
    : end_{parameters.data() + parameters.size()},
      zero_{find_byte(parameters.data(), end_, '\0')},
      equals_{find_byte(parameters.data(), end_, '=')}
{
}

bool PlainParameters::is_plain(std::string_view name, std::string_view value)
{
    // A length may be 0 or the character "=".
    while (zero_ < name.data())
        zero_ = find_byte(zero_ + 1, end_, '\0');
    while (equals_ < name.data())
        equals_ = find_byte(equals_ + 1, end_, '=');
    return equals_ >= name.data() + name.size() && zero_ >= value.data() + value.size();
}

std::string_view find_parameter(std::string_view parameters, std::string_view name)
{
    std::string_view value;
    while (const auto parameter = take_parameter(parameters)) {
        if (parameter->first == name) value = parameter->second;
    }
    return value;
}

}  // namespace aspic
