#pragma once
// The session keys of a running server. Several processes share one key file. After `rotate-key`
// has changed it, each process reads it again before it opens or seals the next cookie, so no
// process needs a restart. Any thread.

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
    /// Reads the keys of `file`; creates it if it does not exist. Throws the same as
    /// SessionKeys::load_or_create.
    explicit SessionKeyring(std::filesystem::path file);

    /// Checks at most once a second whether the file has changed. If it cannot be read, the known
    /// keys stay in use, and the log says so once.
    Keys current();
    /// For a cookie that none of the keys `tried` opens: checks the file at once, but at most ten
    /// times a second. Returns `tried` if there are no newer keys.
    Keys after_failure(const Keys& tried);

private:
    using Clock = std::chrono::steady_clock;
    /// Identifies the file and its state. Empty if there is no file.
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
    std::mutex mutex_;                  // guards the members below
    Keys keys_;
    Stamp stamp_;
    Clock::time_point looked_;
    bool is_failing_ = false;
};

}  // namespace aspic
