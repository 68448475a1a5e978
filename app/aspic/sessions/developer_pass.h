#pragma once
// Who may look through pages (X-ray): a pass that names nobody, and is good until its time. It is the
// text of a link, and then that of a cookie. Pure functions but for the random nonce; any thread.
//
// Sealed (see seal.h) for the purpose "aspic developer 1", so that no session passes for it, and it
// for no session. Within: its end, 8 bytes, big-endian, seconds since 1970.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

/// Sealed with the key that seals at `now`.
std::string make_developer_pass(Time end, const SessionKeys& keys, Time now);

/// True if the text has the length of a pass: for other text no key needs to be tried.
bool may_be_developer_pass(std::string_view text);

/// When it ends; nothing where it is none, or has ended at `now`.
std::optional<Time> open_developer_pass(std::string_view text, const SessionKeys& keys, Time now);

}  // namespace aspic
