#pragma once
// The signals of a running server. SIGTERM, SIGINT and SIGQUIT stop it; a second one ends it at
// once. SIGUSR1 opens the access log again. SIGHUP stops it if its standard input is a terminal
// (which has been closed). Otherwise SIGHUP asks a daemon to read its configuration again: this is
// not supported, so the server writes a log line and continues, as it does after SIGUSR2 and
// SIGALRM. A signal that was ignored when the program started (nohup) stays ignored.
//
// The main thread makes this object before it starts other threads. These signals are then blocked
// in all of them.

#include <csignal>
#include <functional>
#include <memory>

namespace aspic {

class ServerSignals {
public:
    /// `reopen_logs` runs at SIGUSR1, on the thread that waits.
    explicit ServerSignals(std::function<void()> reopen_logs = [] {});
    /// After this, these signals end the program at once.
    ~ServerSignals();
    ServerSignals(const ServerSignals&) = delete;
    ServerSignals& operator=(const ServerSignals&) = delete;

    /// Waits for a signal that stops the server, and returns its name.
    const char* wait_for_stop();

private:
    std::function<void()> reopen_logs_;
    sigset_t waited_for_{};
    bool hangup_stops_;
};

}  // namespace aspic
