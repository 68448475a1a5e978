#pragma once
// Commands that Redis does not know, or does not allow for our user. Each process writes one log
// line about each of them, with its consequence and the way out. Any thread.

#include <hiredis/hiredis.h>

#include <string>
#include <string_view>

namespace aspic {

struct RedisAddress;

/// True if the reply says that the command is not allowed (an ACL) or not known.
bool is_refused(const redisReply& reply);

/// Writes the log line, if it is the first of this process about this command at this address.
void note_refusal_of(const RedisAddress& address, std::string_view command, std::string_view why,
                     std::string_view consequence);

/// "allow it: ACL SETUSER web +xadd" if the reply's text names a command that is not allowed; empty
/// otherwise.
std::string way_out_of(const RedisAddress& address, std::string_view why);

}  // namespace aspic
