#pragma once
// What commands ask of Redis, beside what the page cache itself asks.

#include <functional>
#include <string>
#include <vector>

#include <aspic/redis/redis_connection.h>

namespace aspic {

/// One reply for each command. Throws std::runtime_error with what Redis says where the connection
/// or a command failed.
std::vector<RedisReply> ask_redis(RedisConnection& redis,
                                  const std::vector<RedisConnection::Command>& commands);

/// Calls `use` with the names of all keys that match the pattern, some hundred at a time. One that
/// is there throughout comes at least once, perhaps twice.
void scan_redis(RedisConnection& redis, const std::string& pattern,
                const std::function<void(const std::vector<std::string>&)>& use);

/// The number that the text begins with; 0 where there is none.
std::uint64_t leading_number(std::string_view text);

}  // namespace aspic
