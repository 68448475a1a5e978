#include <aspic/commands/sitemap.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

namespace aspic {

namespace {

constexpr std::string_view white_space = " \t\r\n";

// The UTF-8 text of a code point; empty if it is not a valid one.
std::string utf8(std::uint32_t point)
{
    std::string text;
    const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    const auto tail = [](std::uint32_t bits) { return 0x80U | (bits & 0x3fU); };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xc0U | (point >> 6U));
        add(tail(point));
    } else if (point < 0x10000) {
        add(0xe0U | (point >> 12U));
        add(tail(point >> 6U));
        add(tail(point));
    } else if (point < 0x110000) {
        add(0xf0U | (point >> 18U));
        add(tail(point >> 12U));
        add(tail(point >> 6U));
        add(tail(point));
    }
    return text;
}

// "amp" -> "&", "#38" -> "&", "#x26" -> "&".
std::string reference(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> named{
        {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}}};
    for (const auto& [known, text] : named) {
        if (name == known) return std::string{text};
    }
    if (!name.starts_with('#')) return "";
    const bool is_hex = name.starts_with("#x");
    name.remove_prefix(is_hex ? 2 : 1);
    std::uint32_t point = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), point, is_hex ? 16 : 10);
    return error == std::errc{} && end == name.data() + name.size() ? utf8(point) : "";
}

std::string without_references(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const std::size_t begin = text.find('&');
        const std::size_t end = text.find(';', begin);
        plain += text.substr(0, begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) break;
        plain += reference(text.substr(begin + 1, end - begin - 1));
        text.remove_prefix(end + 1);
    }
    return plain;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return "";
    return text.substr(first, text.find_last_not_of(white_space) + 1 - first);
}

std::string content_of(std::string_view inner)
{
    constexpr std::string_view begin = "<![CDATA[";
    inner = trimmed(inner);
    if (inner.starts_with(begin) && inner.ends_with("]]>")) {
        inner.remove_prefix(begin.size());
        return std::string{trimmed(inner.substr(0, inner.size() - 3))};
    }
    return without_references(inner);
}

}  // namespace

std::vector<std::string> sitemap_addresses(std::string_view xml)
{
    std::vector<std::string> addresses;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
        if (xml.substr(at).starts_with("<!--")) {
            at = xml.find("-->", at);
            if (at == std::string_view::npos) break;
        } else if (xml.substr(at).starts_with("<loc>")) {
            const std::size_t end = xml.find("</loc>", at);
            if (end == std::string_view::npos) break;
            addresses.push_back(content_of(xml.substr(at + 5, end - at - 5)));
            at = end;
        }
    }
    return addresses;
}

}  // namespace aspic
