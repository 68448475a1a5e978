#pragma once
// The sessions that have ended before their cookies expire: by a sign-out, here or everywhere. A
// cookie that was copied before is refused, although its seal is good. Any thread; reading takes a
// shared lock, and none while the list is empty.
//
// An entry stays until no cookie of the session can be good any more: about 100 bytes for each
// sign-out of the last `--session-lifetime`. This class keeps the list in the process, and in a file
// of the data directory; RedisEndedSessions shares it as well.

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/sessions/ended_sessions_file.h>

namespace aspic {

/// One entry of the list.
struct SessionEnd {
    std::string session{};  // its id; empty: every session of `user` that began by `before`
    std::string user{};
    Time before{};
    Time until{};  // when the entry is of no use any more
    bool operator==(const SessionEnd&) const = default;
};

class EndedSessions {
public:
    EndedSessions() = default;
    /// Begins with what the file holds at `now`, and adds to it.
    EndedSessions(std::filesystem::path file, Time now);
    virtual ~EndedSessions() = default;
    EndedSessions(const EndedSessions&) = delete;
    EndedSessions& operator=(const EndedSessions&) = delete;

    /// Ends a session, or all of a user. In effect in this process when it returns, and on disk.
    virtual void end(const SessionEnd& ended, Time now);

    /// True if the session with this id, begun by `user` at `signed_in`, has ended.
    bool has(std::string_view session, std::string_view user, Time signed_in) const;
    /// The earliest time at which a new session of `user` may begin: after all that have ended.
    Time earliest_start(std::string_view user, Time now) const;

    /// All entries that are of use at `now`.
    std::vector<SessionEnd> all(Time now) const;
    std::size_t size() const;

protected:
    void remember(const SessionEnd& ended, Time now);

private:
    /// Forgets what is of no use at `now`. REQUIRES: the mutex is held.
    void prune(Time now);

    struct UserEnd {
        Time before;
        Time until;
    };
    const std::optional<EndedSessionsFile> file_{};
    std::atomic<bool> is_empty_{true};
    mutable std::shared_mutex mutex_;  // guards what is below
    std::unordered_map<std::string, Time> sessions_;
    std::unordered_map<std::string, UserEnd> users_;
    std::size_t prune_at_ = 1024;  // entries
};

}  // namespace aspic
