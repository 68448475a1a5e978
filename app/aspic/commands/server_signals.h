#pragma once
// The signals of a running server. SIGTERM, SIGINT and SIGQUIT stop it, the second one at once.
// SIGHUP stops it if its standard input is a terminal, which has then been closed. Otherwise SIGHUP
// asks a daemon to read its configuration again: this is not supported, so the server writes a log
// line and goes on, as it does after SIGUSR1, SIGUSR2 and SIGALRM. A signal that was ignored when the
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
