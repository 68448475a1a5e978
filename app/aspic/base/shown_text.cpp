#include <aspic/base/shown_text.h>

#include <aspic/base/bytes.h>
#include <aspic/base/syntax.h>
#include <aspic/base/utf8.h>

namespace aspic {

std::string shown_text(std::string_view text, std::size_t most)
{
    std::string shown;
    std::size_t at = 0;
    while (at < text.size() && at < most) {
        const std::string_view rest = text.substr(at);
        const std::size_t size = utf8::character_size(rest);
        if (size > 0 && at + size > most) break;
        const char c = rest.front();
        const bool is_plain_space = c == '\n' || c == '\t';
        if (size == 0 || (syntax::is_control(c) && !is_plain_space)) {
            const auto byte = static_cast<unsigned char>(c);
            shown.append("\\x").append(1, syntax::hex_digit(byte >> 4U));
            shown += syntax::hex_digit(byte);
            ++at;
        } else {
            shown += rest.substr(0, size);
            at += size;
        }
    }
    if (at < text.size()) shown += "… (" + bytes_text(text.size()) + " in all)";
    return shown;
}

}  // namespace aspic
