#pragma once
// Requests of commands to Redis, other than those of the page cache.

#include <functional>
#include <string>
#include <vector>

#include <aspic/redis/redis_connection.h>

namespace aspic {

/// Returns one reply for each command. Throws std::runtime_error, with the message of Redis, if the
/// connection or a command fails.
std::vector<RedisReply> ask_redis(RedisConnection& redis,
                                  const std::vector<RedisConnection::Command>& commands);

/// Calls `use` with the names of all keys that match the pattern, a few hundred at a time. A key
/// that exists all the time comes at least once, and perhaps twice.
void scan_redis(RedisConnection& redis, const std::string& pattern,
                const std::function<void(const std::vector<std::string>&)>& use);

/// The number at the beginning of the text; 0 if there is none.
std::uint64_t leading_number(std::string_view text);

}  // namespace aspic
