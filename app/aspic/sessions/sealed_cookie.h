#pragma once
// A session as the value of a cookie. It is sealed (see seal.h), so only this server can read or
// write it. Pure functions, except for the random nonce; any thread.
//
// The purpose is "aspic session 2": text that is sealed for another purpose, or for another version
// of the format, does not open. Content (all numbers are big-endian):
//   version          1 byte, 2
//   issued, expires  8 bytes each, seconds since 1970
//   id               16 bytes: of the session, the same in all cookies that renew it
//   signed_in        8 bytes, seconds since 1970
//   user, name       2 bytes of length, then the bytes
//   count            2 bytes, then `count` times: key and value, each with its length as above
// The keys are in ascending order, each comes once, and nothing follows the last value.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

inline constexpr std::size_t session_id_size = 16;

struct SealedSession {
    std::string user;  // empty: a guest
    std::string name;
    std::map<std::string, std::string, std::less<>> values;
    Time issued;
    Time expires;
    std::string id{};  // of session_id_size bytes
    Time signed_in{};
    bool operator==(const SealedSession&) const = default;
};

/// Browsers silently drop a cookie of more than 4,096 bytes, name and attributes included.
inline constexpr std::size_t largest_sealed_session = 3800;

/// Seals with the key in use when the session is issued. Throws std::length_error, which names the
/// sizes, if the text would be longer than largest_sealed_session; std::invalid_argument if the
/// session has no id.
std::string seal_session(const SealedSession& session, const SessionKeys& keys);

/// A session in a store: the content of the cookie, not sealed. Throws std::length_error, which
/// names the sizes, if it would be longer than largest_stored_session.
inline constexpr std::size_t largest_stored_session = 65'535;
std::string pack_session(const SealedSession& session);
/// Returns nullopt if `pack_session` did not make the text.
std::optional<SealedSession> unpack_session(std::string_view text);

/// False if the text cannot be a session, so that no key needs to be tried.
bool may_be_session(std::string_view text);

/// Returns nullopt if the text is damaged, not ours, too long, or sealed with a key that was
/// removed. The session may have expired.
std::optional<SealedSession> unseal_session(std::string_view text, const SessionKeys& keys);

/// As unseal_session, but also returns nullopt if the session has expired at `now`.
std::optional<SealedSession> open_session(std::string_view text, const SessionKeys& keys, Time now);

}  // namespace aspic
