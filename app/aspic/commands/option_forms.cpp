#include <aspic/commands/option_forms.h>

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
    return "it must be unix:/path/to/socket or redis://[user:password@]host[:port][/database]";
}

std::string why_no_session_redis(const std::string& text)
{
    return text.empty() ? "" : why_no_redis_address(text);
}

std::string why_no_mount_prefix(const std::string& text)
{
    if (text.empty() || (text.starts_with('/') && !text.ends_with('/'))) return "";
    return "it must start with '/' and not end with '/', such as /docs";
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
