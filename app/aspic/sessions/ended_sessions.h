#pragma once
// The sessions that ended before their cookies expire: by a sign-out, in one browser or everywhere.
// A copy of such a cookie is refused, although its seal is valid. Any thread; reading takes a
// shared lock, or no lock if the list is empty.
//
// An entry stays until every cookie of the session has expired: about 100 bytes for each sign-out
// within the last `--session-lifetime`. This class keeps the list in the process, and in a file in
// the data directory; RedisEndedSessions also shares it with other processes.

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
    /// The session's id. Empty: the entry is for every session of `user` that began by `before`.
    std::string session{};
    std::string user{};
    Time before{};
    Time until{};  // after this time the entry is not needed
    bool operator==(const SessionEnd&) const = default;
};

class EndedSessions {
public:
    EndedSessions() = default;
    /// Reads the entries in the file that are still needed at `now`. New entries are added to the
    /// file.
    EndedSessions(std::filesystem::path file, Time now);
    virtual ~EndedSessions() = default;
    EndedSessions(const EndedSessions&) = delete;
    EndedSessions& operator=(const EndedSessions&) = delete;

    /// Ends a session, or all sessions of a user. When it returns, this process knows it, and the
    /// entry is on disk.
    virtual void end(const SessionEnd& ended, Time now);

    /// True if the session with this id, which `user` began at `signed_in`, has ended.
    bool has(std::string_view session, std::string_view user, Time signed_in) const;
    /// The earliest time at which a new session of `user` may begin: after all that have ended.
    Time earliest_start(std::string_view user, Time now) const;

    /// All entries that are still needed at `now`.
    std::vector<SessionEnd> all(Time now) const;
    std::size_t size() const;

protected:
    void remember(const SessionEnd& ended, Time now);

private:
    /// Removes the entries that are not needed at `now`. REQUIRES: the mutex is held.
    void prune(Time now);

    struct UserEnd {
        Time before;
        Time until;
    };
    const std::optional<EndedSessionsFile> file_{};
    std::atomic<bool> is_empty_{true};
    mutable std::shared_mutex mutex_;  // guards the members below
    std::unordered_map<std::string, Time> sessions_;
    std::unordered_map<std::string, UserEnd> users_;
    std::size_t prune_at_ = 1024;  // the number of entries at which `prune` runs next
};

}  // namespace aspic
