#pragma once
// A developer's pass: every person who has it may use X-ray until it expires. It contains no name.
// Its text is first part of a link, then the value of a cookie. Pure functions, except for the
// random nonce; any thread.
//
// It is sealed (see seal.h) for the purpose "aspic developer 1", so a pass is never accepted as a
// session, nor a session as a pass. Content: the time when it expires, 8 bytes, big-endian, seconds
// since 1970.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

/// Makes a pass, sealed with the key in use at `now`.
std::string make_developer_pass(Time end, const SessionKeys& keys, Time now);

/// True if the text has the length of a pass. Other text need not be tried with any key.
bool may_be_developer_pass(std::string_view text);

/// Returns when the pass expires; nullopt if the text is not a pass, or has expired at `now`.
std::optional<Time> open_developer_pass(std::string_view text, const SessionKeys& keys, Time now);

}  // namespace aspic
