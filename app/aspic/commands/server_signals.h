#pragma once
// The signals of a running server. SIGTERM, SIGINT and SIGQUIT stop it; a second one ends it at
// once. SIGUSR1 opens the access log again. SIGHUP stops it if its standard input is a terminal
// (which has been closed). Otherwise SIGHUP asks a daemon to read its configuration again: only a
// supervisor can do that, so the server writes a log line and continues, as it does after SIGUSR2
// and SIGALRM. A signal that was ignored when the program started (nohup) stays ignored.
//
// In a worker of a supervisor, SIGUSR2 retires it. SIGHUP, SIGINT and SIGQUIT have no meaning: a
// terminal sends them to the supervisor too, which tells its workers to stop. While a worker
// leaves, no signal but SIGKILL ends it, and the supervisor sends that if it takes too long.
//
// The main thread makes this object before it starts other threads. These signals are then blocked
// in all of them.

#include <csignal>
#include <functional>
#include <string>

namespace aspic {

class ServerSignals {
public:
    /// `reopen_logs` runs at SIGUSR1, on the thread that waits.
    explicit ServerSignals(
        bool is_worker = false, std::function<void()> reopen_logs = [] {});
    /// After this, the signals that stop the server end it at once, and the others are ignored. In
    /// a worker they stay blocked.
    ~ServerSignals();
    ServerSignals(const ServerSignals&) = delete;
    ServerSignals& operator=(const ServerSignals&) = delete;

    struct Stop {
        std::string signal;  // its name: "TERM"
        bool retires = false;
    };
    /// Waits for a signal that stops the server. Calls `each_second` in the meantime.
    Stop wait_for_stop(const std::function<void()>& each_second = {});

private:
    bool stops(int signal) const;

    const bool is_worker_;
    std::function<void()> reopen_logs_;
    sigset_t waited_for_{};
    bool hangup_stops_;
};

}  // namespace aspic
