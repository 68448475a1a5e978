#include <aspic/commands/server_signals.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <string>
#include <utility>

#include <aspic/base/signal_name.h>
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

}  // namespace

ServerSignals::ServerSignals(bool is_worker, std::function<void()> reopen_logs)
    : is_worker_{is_worker},
      reopen_logs_{std::move(reopen_logs)},
      hangup_stops_{!is_worker && ::isatty(STDIN_FILENO) == 1}
{
    sigemptyset(&waited_for_);
    if (is_worker_) {
        // A terminal sends Ctrl-C to the supervisor and its workers, but only the supervisor stops
        // them.
        for (const int signal : {SIGINT, SIGQUIT})
            std::signal(signal, SIG_IGN);
    }
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
    if (is_worker_) return;
    // libfcgi has installed handlers for some of these signals.
    for (const int signal : of_servers) {
        if (sigismember(&waited_for_, signal) == 1)
            std::signal(signal, stops(signal) ? SIG_DFL : SIG_IGN);
    }
    pthread_sigmask(SIG_UNBLOCK, &waited_for_, nullptr);
}

bool ServerSignals::stops(int signal) const
{
    return signal == SIGTERM || signal == SIGINT || signal == SIGQUIT ||
           (signal == SIGHUP && hangup_stops_);
}

ServerSignals::Stop ServerSignals::wait_for_stop(const std::function<void()>& each_second)
{
    constexpr std::timespec second{1, 0};
    for (;;) {
        const int signal = ::sigtimedwait(&waited_for_, nullptr, &second);
        if (signal < 0) {
            if (errno == EAGAIN && each_second) each_second();
            continue;
        }
        const bool retires = is_worker_ && signal == SIGUSR2;
        if (retires || stops(signal)) return {signal_name(signal), retires};
        if (is_worker_ && signal == SIGHUP) continue;
        if (signal == SIGUSR1) {
            reopen_logs_();
            continue;
        }
        log(LogLevel::warning,
            signal == SIGHUP ? "SIGHUP reloads only a server with --workers: to read the options "
                               "again, restart this one"
                             : "a signal has no meaning for this server, and the server continues",
            {{"signal", signal_name(signal)}});
    }
}

}  // namespace aspic
