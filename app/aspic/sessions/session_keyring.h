#pragma once
// The session keys of a running server. Several processes share one key file. When `rotate-key`
// changes it, each of them reads it again before it opens or seals the next cookie, so no process
// needs to be started again. Any thread.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>

#include <aspic/sessions/session_keys.h>

namespace aspic {

class SessionKeyring {
public:
    using Keys = std::shared_ptr<const SessionKeys>;

    /// Keys that never change.
    explicit SessionKeyring(SessionKeys keys);
    /// The keys of `file`, which is made if there is none. Throws as SessionKeys::load_or_create
    /// does.
    explicit SessionKeyring(std::filesystem::path file);

    /// Looks once a second at most whether the file has changed. If it cannot be read, the keys that
    /// are known stay in use, and the log says so once.
    Keys current();
    /// For a cookie that none of the keys `tried` opens: looks at the file at once, but not more
    /// often than ten times a second. Returns `tried` if there is nothing newer.
    Keys after_failure(const Keys& tried);

private:
    using Clock = std::chrono::steady_clock;
    /// Which file it is, and in which state. Empty if there is none.
    struct Stamp {
        std::uint64_t device = 0;
        std::uint64_t number = 0;
        std::int64_t seconds = 0;
        std::int64_t nanoseconds = 0;
        bool operator==(const Stamp&) const = default;
    };
    Stamp stamp_of_file() const;
    Keys look(Clock::duration pause);

    const std::filesystem::path file_;  // empty: the keys never change
    std::mutex mutex_;                  // guards what is below
    Keys keys_;
    Stamp stamp_;
    Clock::time_point looked_;
    bool is_failing_ = false;
};

}  // namespace aspic
