#pragma once
// The signals of a running server. SIGTERM, SIGINT and SIGQUIT stop it, the second one at once.
// SIGHUP stops it where it was started at a terminal, which hangs up; elsewhere a SIGHUP asks
// daemons to read their configuration again: that is not supported, is said in the log, and the
// server goes on. So it does after SIGUSR1, SIGUSR2 and SIGALRM. A signal that was ignored when the
// program started (nohup) stays ignored.
//
// For the main thread, made before others are started: they inherit that these signals are blocked.

#include <csignal>
#include <memory>

namespace aspic {

class ServerSignals {
public:
    ServerSignals();
    /// From here on, these signals end the program at once.
    ~ServerSignals();
    ServerSignals(const ServerSignals&) = delete;
    ServerSignals& operator=(const ServerSignals&) = delete;

    /// Returns the name of the signal that stops the server.
    const char* wait_for_stop();

private:
    sigset_t waited_for_{};
    bool hangup_stops_;
};

}  // namespace aspic
