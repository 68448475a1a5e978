#include <aspic/http/entity_tag.h>

#include <algorithm>

namespace aspic {

namespace {

// etagc = %x21 / %x23-7E / obs-text
bool is_tag_character(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x21 || (byte >= 0x23 && byte <= 0x7e) || byte >= 0x80;
}

}  // namespace

bool is_entity_tag(std::string_view text)
{
    if (text.starts_with("W/")) text.remove_prefix(2);
    return text.size() >= 2 && text.front() == '"' && text.back() == '"' &&
           std::all_of(text.begin() + 1, text.end() - 1, is_tag_character);
}

std::string with_coding(std::string_view tag, std::string_view coding)
{
    std::string made{tag};
    if (coding.empty()) return made;
    made.pop_back();
    return made.append("-").append(coding).append("\"");
}

}  // namespace aspic
