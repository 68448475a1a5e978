#include <aspic/commands/redis_questions.h>

#include <charconv>
#include <stdexcept>

namespace aspic {

std::vector<RedisReply> ask_redis(RedisConnection& redis,
                                  const std::vector<RedisConnection::Command>& commands)
{
    auto replies = redis.run_all(commands);
    if (replies.empty() && !commands.empty())
        throw std::runtime_error{"the connection to redis was lost: " + redis.error()};
    for (std::size_t i = 0; i < replies.size(); ++i) {
        if (replies[i]->type == REDIS_REPLY_ERROR) {
            throw std::runtime_error{"redis refused " + std::string{commands[i].front()} + ": " +
                                     text_of(*replies[i])};
        }
    }
    return replies;
}

void scan_redis(RedisConnection& redis, const std::string& pattern,
                const std::function<void(const std::vector<std::string>&)>& use)
{
    std::string cursor = "0";
    do {
        const auto replies =
            ask_redis(redis, {{"SCAN", cursor, "MATCH", pattern, "COUNT", "1000"}});
        if (replies.front()->elements != 2) return;
        cursor = text_of(*replies.front()->element[0]);
        const redisReply& found = *replies.front()->element[1];
        std::vector<std::string> names;
        for (std::size_t i = 0; i < found.elements; ++i)
            names.push_back(text_of(*found.element[i]));
        if (!names.empty()) use(names);
    } while (cursor != "0");
}

std::uint64_t leading_number(std::string_view text)
{
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace aspic
