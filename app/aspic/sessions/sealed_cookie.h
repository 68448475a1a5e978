#pragma once
// A session as the text of a cookie: sealed (see seal.h), so that only this server reads or writes
// it. Pure functions but for the random nonce; any thread.
//
// The purpose is "aspic session 2": what the key seals for another purpose, or in another version of
// the format, does not open here. Within, all numbers big-endian:
//   version          1 byte, 2
//   issued, expires  8 bytes each, seconds since 1970
//   id               16 bytes: of the session, the same in all cookies that renew it
//   signed_in        8 bytes, seconds since 1970
//   user, name       2 bytes of length, then the bytes
//   count            2 bytes, then so often: key and value, as above; keys ascend, none comes twice
// and nothing behind that.

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

/// Browsers drop a cookie of more than 4,096 bytes, name and attributes included, and tell nobody.
inline constexpr std::size_t largest_sealed_session = 3800;

/// Sealed with the key that seals when the session is issued. Throws std::length_error, naming the
/// sizes, if the text would be longer than largest_sealed_session; std::invalid_argument if the
/// session has no id.
std::string seal_session(const SealedSession& session, const SessionKeys& keys);

/// False for text that no key needs to be tried on.
bool may_be_session(std::string_view text);

/// Nothing if the text is damaged, foreign, too long, or sealed with a key that is gone. The session
/// may have expired.
std::optional<SealedSession> unseal_session(std::string_view text, const SessionKeys& keys);

/// Nothing where the text is damaged, foreign, too long, sealed with a key that is gone, or expired
/// at `now`.
std::optional<SealedSession> open_session(std::string_view text, const SessionKeys& keys, Time now);

}  // namespace aspic
