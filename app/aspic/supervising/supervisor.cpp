#include <aspic/supervising/supervisor.h>

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/signal_name.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/service_notification.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr std::array handled_signals{SIGTERM, SIGINT,  SIGQUIT, SIGHUP,
                                     SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD};

std::vector<std::string> arguments_of_this_program()
{
    std::ifstream file{"/proc/self/cmdline", std::ios::binary};
    std::vector<std::string> arguments;
    for (std::string argument; std::getline(file, argument, '\0');)
        arguments.push_back(argument);
    if (arguments.empty()) throw std::runtime_error{"cannot read /proc/self/cmdline"};
    return arguments;
}

SocketPair handover_sockets()
{
    auto pair = make_socket_pair();
    if (!pair)
        throw std::runtime_error{"cannot make a pair of sockets for the workers: " + errno_text()};
    return std::move(*pair);
}

}  // namespace

Supervisor::Supervisor(PoolSettings settings, PoolSocket socket,
                       const std::optional<PoolHandover>& before)
    : settings_{std::move(settings)},
      socket_{std::move(socket)},
      arguments_{arguments_of_this_program()},
      hangup_stops_{::isatty(STDIN_FILENO) == 1},
      pauses_{settings_.workers + 2}
{
    sigemptyset(&handled_);
    for (const int signal : handled_signals)
        sigaddset(&handled_, signal);
    ::sigprocmask(SIG_BLOCK, &handled_, &at_start_);
    if (before) {
        // The program before has blocked them; they were not blocked when it started.
        for (const int signal : handled_signals)
            sigdelset(&at_start_, signal);
    }
    signals_ = FileDescriptor{::signalfd(-1, &handled_, SFD_CLOEXEC | SFD_NONBLOCK)};
    if (!signals_.is_open()) throw std::runtime_error{"cannot wait for signals: " + errno_text()};
    state_ = {.supervisor = ::getpid(), .address = socket_.address};
    if (before) {
        adopt(*before);
        return;
    }
    handed_over_ = handover_sockets();
    share_ = OwnPoolShare::make(settings_.workers);
    file_.emplace(settings_.data, state_);
}

Supervisor::~Supervisor()
{
    ::sigprocmask(SIG_SETMASK, &at_start_, nullptr);
}

int Supervisor::run()
{
    if (!is_reloading_) {
        log(LogLevel::info, "the supervisor has started",
            {{"process", std::to_string(::getpid())},
             {"workers", std::to_string(settings_.workers)},
             {"address", socket_.address}});
    }
    for (;;) {
        reap();
        listen_to_workers();
        look_at_clock();
        if (is_stopping_ && workers_.empty()) {
            if (exit_status_ != 0) {
                log(LogLevel::error,
                    "the server does not start: a worker could not become ready; its messages are "
                    "above");
            }
            return exit_status_;
        }
        fill();
        retire_replaced();
        wait();
        handle_signals();
    }
}

void Supervisor::wait()
{
    std::vector<pollfd> waited_for{{signals_.get(), POLLIN, 0}};
    for (const WorkerProcess& worker : workers_)
        waited_for.push_back({worker.control.get(), POLLIN, 0});
    auto until = next_look_;
    if (count(false) < settings_.workers) until = std::min(until, next_start_);
    const auto time = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    ::poll(waited_for.data(), waited_for.size(),
           static_cast<int>(std::clamp<std::int64_t>(time, 1, 1000)));
}

void Supervisor::handle_signals()
{
    signalfd_siginfo got{};
    while (::read(signals_.get(), &got, sizeof got) == sizeof got) {
        const int signal = static_cast<int>(got.ssi_signo);
        switch (signal) {
            case SIGTERM:
            case SIGINT:
            case SIGQUIT:
                stop(signal);
                break;
            case SIGHUP:
                hangup_stops_ ? stop(signal) : begin_reload();
                break;
            case SIGUSR2:  // `reload`: here SIGHUP may mean that the terminal was closed
                begin_reload();
                break;
            case SIGUSR1:  // the workers open their log files again
                for (const WorkerProcess& worker : workers_)
                    ::kill(worker.process, SIGUSR1);
                break;
            case SIGCHLD:  // see reap()
                break;
            default:
                log(LogLevel::warning,
                    "a signal has no meaning for a supervisor, and the server continues",
                    {{"signal", signal_name(signal)}});
                break;
        }
    }
}

void Supervisor::reap()
{
    int status = 0;
    for (pid_t process = 0; (process = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        const auto found =
            std::find_if(workers_.begin(), workers_.end(),
                         [&](const WorkerProcess& one) { return one.process == process; });
        if (found == workers_.end()) continue;
        const WorkerProcess worker = std::move(*found);
        workers_.erase(found);
        report_death(worker, status, settings_.data);
        if (worker.state == State::leaving || is_stopping_) continue;
        if (candidate_ == process) {
            end_reload(true);
            continue;
        }
        if (!has_been_ready_) {
            exit_status_ = WIFEXITED(status) && WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : 1;
            stop_workers();
            continue;
        }
        const auto pause = pauses_.after_death(Clock::now());
        next_start_ = Clock::now() + pause;
        if (pause > 0ms) {
            log(LogLevel::error, "workers die too often: waiting before the next one is started",
                {{"pause", std::to_string(pause.count()) + " ms"}});
        }
    }
}

void Supervisor::listen_to_workers()
{
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        while (const auto word = next_word(workers_[i]))
            hear(workers_[i], *word);
    }
}

void Supervisor::hear(WorkerProcess& worker, const std::string& word)
{
    worker.last_word = Clock::now();
    if (word.starts_with(worker_says::ready_in_any_format) && worker.state == State::starting) {
        worker.state = State::serving;
        worker.may_answer = word == worker_says::ready;
        if (candidate_ == worker.process) go_on_with_reload(word == worker_says::ready);
        if (!has_been_ready_ && count(true) >= settings_.workers) {
            has_been_ready_ = true;
            notify_service("READY=1");
            if (std::exchange(reload_again_, false)) begin_reload();
        }
        return;
    }
    if (word == worker_says::handed_over) worker.may_answer = false;
    if (word.starts_with(worker_says::replace) && worker.state == State::serving)
        replace(worker, std::string_view{word}.substr(worker_says::replace.size()));
}

void Supervisor::stop(int signal)
{
    if (is_stopping_) {
        for (const WorkerProcess& worker : workers_)
            ::kill(worker.process, SIGKILL);
        return;
    }
    log(LogLevel::info, "stopping: the workers finish their requests",
        {{"signal", signal_name(signal)},
         {"limit", std::to_string(settings_.stop_time.count()) + " s"}});
    stop_workers();
}

void Supervisor::stop_workers()
{
    is_stopping_ = true;
    notify_service("STOPPING=1");
    for (WorkerProcess& worker : workers_)
        tell_to_leave(worker, SIGTERM);
}

}  // namespace aspic
