#include <aspic/base/encoding.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

// libsodium's own base64 takes the same time for all texts of one length, and much more of it. It
// is used where keys are read and written.
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xff;

// The value of each base64 digit, by its byte.
constexpr auto base64_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    std::uint8_t value = 0;
    for (const char c : base64_digits)
        values[static_cast<unsigned char>(c)] = value++;
    return values;
}();

// The digits as one number. `errors` gets bits above the low six if one of them is no digit.
std::uint32_t number_of(std::string_view digits, std::uint32_t& errors)
{
    std::uint32_t number = 0;
    for (const char c : digits) {
        const std::uint32_t value = base64_values[static_cast<unsigned char>(c)];
        errors |= value;
        number = number << 6U | (value & 63U);
    }
    return number;
}

}  // namespace

std::string to_hex(std::string_view bytes)
{
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char c : bytes) {
        text += syntax::hex_digit(static_cast<unsigned char>(c) >> 4U);
        text += syntax::hex_digit(static_cast<unsigned char>(c));
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text)
{
    if (text.size() % 2 != 0) return {};
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = syntax::hex_value(text[i]);
        const int low = syntax::hex_value(text[i + 1]);
        if (high < 0 || low < 0) return {};
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string to_base64url(std::string_view bytes)
{
    std::string text((bytes.size() * 4 + 2) / 3, '\0');
    char* to = text.data();
    std::uint32_t waiting = 0;  // its last `bits` bits are not written yet
    unsigned bits = 0;
    for (const char byte : bytes) {
        waiting = waiting << 8U | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; *to++ = base64_digits[waiting >> bits & 63U])
            bits -= 6;
    }
    if (bits > 0) *to = base64_digits[waiting << (6 - bits) & 63U];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text)
{
    const std::size_t whole = text.size() / 4;
    const std::size_t rest = text.size() % 4;  // two digits are one byte, three are two
    if (rest == 1) return {};
    std::string bytes(whole * 3 + rest * 3 / 4, '\0');
    char* to = bytes.data();
    std::uint32_t errors = 0;
    for (std::size_t i = 0; i < whole; ++i) {
        const std::uint32_t number = number_of(text.substr(4 * i, 4), errors);
        *to++ = static_cast<char>(number >> 16U);
        *to++ = static_cast<char>(number >> 8U & 0xffU);
        *to++ = static_cast<char>(number & 0xffU);
    }
    if (rest > 0) {
        const std::uint32_t number = number_of(text.substr(4 * whole), errors);
        *to++ = static_cast<char>(number >> (rest == 2 ? 4U : 10U));
        if (rest == 3) *to++ = static_cast<char>(number >> 2U & 0xffU);
        // The bits beyond the last byte must be 0, or two texts would have the same bytes.
        if ((number & (rest == 2 ? 15U : 3U)) != 0) return {};
    }
    if (errors > 63) return {};
    return bytes;
}

}  // namespace aspic
