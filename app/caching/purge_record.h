#pragma once
// A purge as a record of the Redis stream: its fields are `tag`, `path` or `all` with the name, and
// `soft`. Pure functions.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "caching/purge.h"
#include "caching/redis_connection.h"
#include "caching/redis_keys.h"

namespace aspic {

/// "tag", "path" or "all": the name of the field that says what is purged.
std::string_view field_of(Purge::What what);

/// Appends the purge at the position, which may be "*", and drops what is older than `retention`.
/// The reply is the position, or an error.
template <class Redis>
RedisReply append_purge(Redis& redis, const Purge& purge, std::string_view position,
                        std::chrono::seconds retention)
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const std::string oldest = std::to_string((now - retention).count());
    return redis.run({"XADD", redis_keys::purges, "MINID", "~", oldest, position,
                      field_of(purge.what), purge.name, "soft", purge.soft ? "1" : "0"});
}

/// Nothing where the fields are of something else.
std::optional<Purge> parse_purge(const redisReply& fields);

}  // namespace aspic
