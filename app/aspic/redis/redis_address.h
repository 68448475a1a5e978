#pragma once
// Where a Redis server is. A value; pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// "unix:/run/redis.sock", "unix:/run/redis.sock?db=2" or
/// "redis://[user:password@]host[:port][/database]".
struct RedisAddress {
    std::string socket;  // empty: TCP
    std::string host;
    int port = 6379;
    std::string user;
    std::string password;
    int database = 0;

    /// Returns nothing if the text has neither form.
    static std::optional<RedisAddress> parse(std::string_view text);
    /// Without the password.
    std::string to_text() const;
};

}  // namespace aspic
