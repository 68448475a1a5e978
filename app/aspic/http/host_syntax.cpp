#include <aspic/http/host_syntax.h>

#include <algorithm>
#include <cstddef>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/http/address_range.h>

namespace aspic {

namespace {

constexpr std::size_t longest_host = 261;  // a name of 255 characters, and a port

bool is_name(std::string_view text)
{
    return !text.empty() && !text.starts_with('.') && text.find("..") == std::string_view::npos &&
           std::ranges::all_of(text, [](char c) {
               return syntax::is_letter(c) || syntax::is_digit(c) || c == '-' || c == '_' ||
                      c == '.';
           });
}

}  // namespace

bool is_host(std::string_view text)
{
    if (text.empty()) return true;
    if (text.size() > longest_host) return false;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return false;
        const std::string_view address = text.substr(1, end - 1);
        if (address.find(':') == std::string_view::npos || !AddressRange::is_address(address))
            return false;
        port = text.substr(end + 1);
    } else {
        const std::string_view name = text.substr(0, text.find(':'));
        if (!is_name(name)) return false;
        port = text.substr(name.size());
    }
    if (port.empty() || port == ":") return true;
    return port.front() == ':' && parse_number(port.substr(1), 0U, 65535U).has_value();
}

}  // namespace aspic
