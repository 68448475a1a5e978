#include <aspic/commands/option_forms.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include <aspic/base/syntax.h>
#include <aspic/http/address_range.h>
#include <aspic/redis/redis_address.h>
#include <aspic/serving/listener.h>

namespace aspic {

std::string why_no_listen_address(const std::string& text)
{
    if (text.empty()) return "";
    try {
        ListenAddress::parse(text);
        return "";
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

std::string why_no_redis_address(const std::string& text)
{
    if (RedisAddress::parse(text)) return "";
    return "it must be unix:/path/to/socket or redis://[user:password@]host[:port][/database], "
           "with a port from 1 to 65535";
}

std::string why_no_session_redis(const std::string& text)
{
    return text.empty() ? "" : why_no_redis_address(text);
}

std::string why_no_mount_prefix(const std::string& text)
{
    if (!text.empty() && (!text.starts_with('/') || text.ends_with('/')))
        return "it must start with '/' and not end with '/', such as /docs";
    // It is a part of addresses, and the Path of cookies.
    const bool is_path = text.find_first_of(";?#\"\\") == std::string::npos &&
                         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
    if (is_path) return "";
    return "it must be as in an address, with characters such as ';' and ' ' written as %3B and "
           "%20";
}

std::string why_no_cookie_prefix(const std::string& text)
{
    // A cookie of more than 4,096 bytes is dropped by browsers, and its name counts.
    constexpr std::size_t longest = 40;
    const bool is_plain = std::ranges::all_of(text, [](char c) {
        return syntax::is_letter(c) || syntax::is_digit(c) || c == '-' || c == '_';
    });
    if (!is_plain || text.size() > longest)
        return "it must be up to 40 letters, digits, '-' and '_', such as shop";
    if (text.starts_with("__"))
        return "it must not start with \"__\", because browsers give a meaning to such names; "
               "those of https begin with __Host- or __Secure- by themselves";
    return "";
}

std::string why_no_hosts(const std::string& text)
{
    std::string_view rest = text;
    while (!rest.empty()) {
        std::string_view host = syntax::trim(syntax::take_until(rest, ','));
        for (const std::string_view scheme : {"http://", "https://"})
            if (host.starts_with(scheme)) host.remove_prefix(scheme.size());
        const bool is_host = !host.empty() && std::ranges::all_of(host, [](char c) {
            return syntax::is_letter(c) || syntax::is_digit(c) ||
                   std::string_view{".-_:[]"}.find(c) != std::string_view::npos;
        });
        if (!is_host)
            return "write hosts as they are in addresses, without a path, with commas between "
                   "them, such as docs.example.org or https://docs.example.org:8443";
    }
    return "";
}

std::string why_no_x_sendfile(const std::string& text)
{
    for (const std::string& directory : x_sendfile_directories(text)) {
        const bool is_whole = directory.starts_with('/') && !directory.ends_with('/') &&
                              std::filesystem::path{directory}.lexically_normal() == directory;
        if (!is_whole) {
            return "it must be absolute paths of directories with commas between them, not \"/\", "
                   "and without \"..\" or a \"/\" at the end, such as /srv/covers,/srv/videos";
        }
    }
    return "";
}

std::vector<std::string> x_sendfile_directories(std::string_view text)
{
    std::vector<std::string> directories;
    while (!text.empty())
        directories.emplace_back(syntax::trim(syntax::take_until(text, ',')));
    return directories;
}

std::string why_no_address_ranges(const std::string& text)
{
    if (text.empty() || AddressRange::parse_list(text)) return "";
    return "write addresses with commas between them, such as 127.0.0.1,10.0.0.0/8,2001:db8::/32";
}

}  // namespace aspic
