#include <aspic/redis/redis_refusal.h>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <set>

#include <aspic/redis/redis_address.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

std::string permission(const RedisAddress& address, std::string_view command)
{
    std::string name{command};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return "allow it: ACL SETUSER " + (address.user.empty() ? "default" : address.user) + " +" +
           name;
}

}  // namespace

bool is_refused(const redisReply& reply)
{
    if (reply.type != REDIS_REPLY_ERROR) return false;
    const std::string_view text{reply.str, reply.len};
    // The second text is the reply if EXEC itself is not allowed.
    return text.starts_with("NOPERM") ||
           text.starts_with("EXECABORT Transaction discarded because of: NOPERM") ||
           text.starts_with("ERR unknown command");
}

void note_refusal_of(const RedisAddress& address, std::string_view command, std::string_view why,
                     std::string_view consequence)
{
    static std::mutex mutex;
    static std::set<std::string> told;
    {
        const std::lock_guard lock{mutex};
        if (!told.insert(address.to_text() + ' ' + std::string{command}).second) return;
    }
    log(LogLevel::warning,
        "redis refuses the command " + std::string{command} + "; " + std::string{consequence},
        {{"redis", address.to_text()},
         {"why", std::string{why}},
         {"help", permission(address, command)}});
}

std::string way_out_of(const RedisAddress& address, std::string_view why)
{
    if (why.find("NOPERM") == std::string_view::npos) return "";
    const std::size_t begin = why.find('\'');
    if (begin == std::string_view::npos) return "";
    const std::size_t end = why.find('\'', begin + 1);
    if (end == std::string_view::npos) return "";
    return permission(address, why.substr(begin + 1, end - begin - 1));
}

}  // namespace aspic
