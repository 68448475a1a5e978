#pragma once
// A reply of Redis. hiredis reads it; its texts are ours, so a long one can be taken without a
// copy. Values; one thread at a time.

#include <hiredis/hiredis.h>

#include <cstdint>
#include <memory>
#include <string>

namespace aspic {

struct RedisReplyDeleter {
    void operator()(redisReply* reply) const;
};
/// Made by a RedisConnection.
using RedisReply = std::unique_ptr<redisReply, RedisReplyDeleter>;

/// Makes the reader return replies of this kind. REQUIRES: it has not read anything yet.
void make_own_replies(redisReader& reader);

/// The text of a string, status or error reply; empty for others.
std::string text_of(const redisReply& reply);

/// The same; the reply has no text afterwards. REQUIRES: a RedisConnection made the reply.
std::string take_text(redisReply& reply);

/// The answer to TIME, in milliseconds since 1970; 0 for another reply.
std::uint64_t milliseconds_of_time(const redisReply& reply);

}  // namespace aspic
