#include <aspic/base/json.h>

#include <cstddef>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

/// The number of bytes of the UTF-8 character at the front of the text (RFC 3629, section 4); 0 if
/// there is none. REQUIRES: the text is not empty.
std::size_t character_size(std::string_view text)
{
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const std::size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    // The second byte has limits of its own after these first bytes: no character has two forms,
    // none is a surrogate, and none is above U+10FFFF.
    const unsigned least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < least || byte(1) > most) return 0;
    for (std::size_t i = 2; i < size; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
    }
    return size;
}

}  // namespace

std::string json_string(std::string_view text)
{
    std::string json{'"'};
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        const char c = text.front();
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json.append(1, '\\').append(1, c);
        } else if (syntax::is_control(c) || c == '<') {
            json.append("\\u00")
                .append(1, syntax::hex_digit(byte >> 4U))
                .append(1, syntax::hex_digit(byte));
        } else if (size == 0) {
            json += "\xef\xbf\xbd";
        } else {
            json += text.substr(0, size);
        }
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return json + '"';
}

}  // namespace aspic
