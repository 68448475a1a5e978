#pragma once
// The program of the site below `dev`: started, replaced without a refused request, and replaced by
// a stand-in while it cannot run. dev holds the socket, so requests wait there while nobody
// answers. One thread.

#include <poll.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <aspic/developing/child_process.h>
#include <aspic/developing/cleanup_guard.h>
#include <aspic/developing/log_file.h>
#include <aspic/developing/ready_socket.h>
#include <aspic/developing/stand_in.h>

namespace aspic {

class SiteRunner {
public:
    struct Settings {
        ChildCommand command;  // without its input, its output and NOTIFY_SOCKET
        int listener = -1;
    };
    /// `log` and `guard` must outlive it.
    SiteRunner(Settings settings, LogFile& log, CleanupGuard& guard);

    /// Starts the program. If one serves, it goes on until the new one is ready. Throws
    /// std::runtime_error if it cannot be run.
    void start();
    /// Answers in its place until the program is ready.
    void stand_in(const StandIn& stand_in);

    enum class Event : std::uint8_t { none, ready, not_started, ended };
    /// What has happened since the last call.
    Event look();
    /// After not_started and ended: how.
    const std::string& how() const { return how_; }

    bool is_serving() const { return serving_.has_value(); }
    bool is_starting() const { return starting_.has_value(); }
    std::optional<pollfd> waits_for() const;

    /// Null if none serves.
    ChildProcess* serving() { return serving_ ? &serving_->process : nullptr; }
    /// Kills all but the one that serves.
    void kill_others();

private:
    struct Program {
        ReadySocket ready;  // it also says there that it stops
        ChildProcess process;
    };

    Settings settings_;
    LogFile& log_;
    CleanupGuard& guard_;
    std::optional<Program> serving_;
    std::optional<Program> starting_;
    std::vector<Program> leaving_;
    std::optional<ChildProcess> stand_in_;
    std::string how_;
};

}  // namespace aspic
