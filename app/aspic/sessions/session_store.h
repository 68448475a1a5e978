#pragma once
// Where sessions are kept if not in their cookies (--sessions redis). The cookie then names the
// session, and the store has its content. Any thread.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace aspic {

class SessionStore {
public:
    SessionStore() = default;
    virtual ~SessionStore() = default;
    SessionStore(const SessionStore&) = delete;
    SessionStore& operator=(const SessionStore&) = delete;

    enum class Outcome : std::uint8_t {
        done,
        absent,       // there is no session with this id: it has ended or expired
        unavailable,  // the store cannot be reached, or refuses; the log says why
    };
    struct Found {
        Outcome outcome = Outcome::absent;
        std::string content{};
    };
    virtual Found read(std::string_view id) = 0;
    /// Stores the session, which expires after `lifetime`. If it is not new, it must still be
    /// there: a session that has just ended is not brought back.
    virtual Outcome write(std::string_view id, std::string_view content,
                          std::chrono::seconds lifetime, bool is_new) = 0;
    virtual Outcome remove(std::string_view id) = 0;
};

}  // namespace aspic
