#include <aspic/base/json.h>

#include <cstddef>

#include <aspic/base/syntax.h>
#include <aspic/base/utf8.h>

namespace aspic {

std::string json_string(std::string_view text)
{
    std::string json{'"'};
    while (!text.empty()) {
        const std::size_t size = utf8::character_size(text);
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
