#pragma once
// A purge as a record of the Redis stream: its fields are `tag`, `path` or `all` with the name, and
// `soft`. Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/purging/purge.h>
#include <aspic/purging/redis_keys.h>
#include <aspic/redis/redis_connection.h>

namespace aspic {

/// "tag", "path" or "all": the name of the field that says what is purged.
std::string_view field_of(Purge::What what);

/// The command that appends the purge to the log, if there is a log, and drops records older than
/// `oldest` (milliseconds since 1970). The reply is the position, an error, or nil if there is no
/// log. REQUIRES: the purge and the text outlive the command.
inline RedisConnection::Command append_command(const Purge& purge, std::string_view oldest)
{
    return {"XADD",
            redis_keys::purges,
            "NOMKSTREAM",
            "MINID",
            "~",
            oldest,
            "*",
            field_of(purge.what),
            purge.name,
            "soft",
            purge.soft ? "1" : "0"};
}

/// The same without these options, for a Redis before 6.2: it makes the log if there is none, and
/// drops nothing.
inline RedisConnection::Command plain_append_command(const Purge& purge)
{
    return {"XADD", redis_keys::purges,    "*", field_of(purge.what), purge.name,
            "soft", purge.soft ? "1" : "0"};
}

/// Returns nothing if the fields are not those of a purge.
std::optional<Purge> parse_purge(const redisReply& fields);

}  // namespace aspic
