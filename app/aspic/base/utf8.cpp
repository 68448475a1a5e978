#include <aspic/base/utf8.h>

namespace aspic::utf8 {

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

std::optional<std::size_t> length(std::string_view text)
{
    std::size_t characters = 0;
    for (; !text.empty(); ++characters) {
        const std::size_t size = character_size(text);
        if (size == 0) return {};
        text.remove_prefix(size);
    }
    return characters;
}

}  // namespace aspic::utf8
