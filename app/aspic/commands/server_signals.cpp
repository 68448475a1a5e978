#include <aspic/commands/server_signals.h>

#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <utility>

#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr std::array<int, 7> of_servers{SIGTERM, SIGINT,  SIGQUIT, SIGHUP,
                                        SIGUSR1, SIGUSR2, SIGALRM};

bool is_ignored(int signal)
{
    struct sigaction action {};
    ::sigaction(signal, nullptr, &action);
    return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN;
}

const char* name_of(int signal)
{
    const char* name = ::sigabbrev_np(signal);
    return name == nullptr ? "?" : name;
}

}  // namespace

ServerSignals::ServerSignals(std::function<void()> reopen_logs)
    : reopen_logs_{std::move(reopen_logs)}, hangup_stops_{::isatty(STDIN_FILENO) == 1}
{
    sigemptyset(&waited_for_);
    for (const int signal : of_servers) {
        if (is_ignored(signal)) continue;
        sigaddset(&waited_for_, signal);
    }
    // A process that reads our log or an answer may close its end at any time.
    std::signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &waited_for_, nullptr);
}

ServerSignals::~ServerSignals()
{
    // libfcgi has installed handlers for some of these signals.
    for (const int signal : of_servers) {
        if (sigismember(&waited_for_, signal) == 1) std::signal(signal, SIG_DFL);
    }
    pthread_sigmask(SIG_UNBLOCK, &waited_for_, nullptr);
}

const char* ServerSignals::wait_for_stop()
{
    for (;;) {
        int signal = 0;
        if (::sigwait(&waited_for_, &signal) != 0) continue;
        const bool stops = signal == SIGTERM || signal == SIGINT || signal == SIGQUIT ||
                           (signal == SIGHUP && hangup_stops_);
        if (stops) return name_of(signal);
        if (signal == SIGUSR1) {
            reopen_logs_();
            continue;
        }
        log(LogLevel::warning,
            signal == SIGHUP ? "SIGHUP is not supported, and the server continues: to read the "
                               "options again, restart it"
                             : "a signal has no meaning for this server, and the server continues",
            {{"signal", name_of(signal)}});
    }
}

}  // namespace aspic
