#include <aspic/supervising/worker_process.h>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

#include <aspic/base/descriptor_passing.h>
#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/process_board.h>

namespace aspic {

namespace {

constexpr int cannot_run = 127;  // as in a shell

// In the new process. The supervisor has one thread, so everything is allowed here.
[[noreturn]] void run_program(const std::vector<std::string>& arguments, const WorkerPlace& place,
                              const std::optional<PlaceInPool>& place_in_pool,
                              const sigset_t& signals_at_start, pid_t supervisor)
{
    // The system stops the worker if the supervisor dies, however it dies.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != supervisor) std::_Exit(0);
    place.leave_in_environment();
    if (place_in_pool) place_in_pool->leave_in_environment();
    // These are for the supervisor alone (sd_notify(3), sd_listen_fds(3)).
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS",
                             "LISTEN_PID", "LISTEN_FDNAMES"})
        ::unsetenv(name);
    // They would end a worker that does not wait for signals yet: a log rotation, for example.
    sigset_t mask = signals_at_start;
    for (const int signal : {SIGHUP, SIGUSR1, SIGUSR2})
        sigaddset(&mask, signal);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
    run_in_place(arguments);
    log(LogLevel::error, "cannot run the program as a worker",
        {{"program", arguments[0]}, {"why", errno_text()}});
    std::_Exit(cannot_run);
}

std::string in_seconds(std::chrono::nanoseconds time)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.1f s", std::chrono::duration<double>(time).count());
    return text.data();
}

std::string how_it_ended(int status)
{
    if (WIFEXITED(status)) return "exit status " + std::to_string(WEXITSTATUS(status));
    const char* const name = ::sigabbrev_np(WTERMSIG(status));
    const char* const meaning = ::sigdescr_np(WTERMSIG(status));
    return (name == nullptr ? "signal " + std::to_string(WTERMSIG(status))
                            : "SIG" + std::string{name}) +
           (meaning == nullptr ? "" : " (" + std::string{meaning} + ")");
}

}  // namespace

void run_in_place(const std::vector<std::string>& arguments)
{
    std::vector<char*> pointers;
    pointers.reserve(arguments.size() + 1);
    for (const std::string& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    ::execvp(pointers[0], pointers.data());
}

WorkerProcess start_worker(const std::vector<std::string>& arguments, WorkerPlace place,
                           const std::optional<PlaceInPool>& place_in_pool,
                           const sigset_t& signals_at_start)
{
    auto conversation = make_socket_pair();
    if (!conversation) throw std::system_error{errno, std::generic_category(), "socketpair"};
    place.control = conversation->second.get();
    const pid_t supervisor = ::getpid();
    const pid_t process = ::fork();
    if (process < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    if (process == 0) run_program(arguments, place, place_in_pool, signals_at_start, supervisor);
    WorkerProcess worker;
    worker.process = process;
    worker.control = std::move(conversation->first);
    if (place_in_pool) worker.place = place_in_pool->number;
    return worker;
}

std::optional<std::string> next_word(const WorkerProcess& worker)
{
    std::array<char, 512> text{};
    ssize_t got = 0;
    do {
        got = ::recv(worker.control.get(), text.data(), text.size(), MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return {};
    return std::string{text.data(), static_cast<std::size_t>(got)};
}

std::size_t memory_of(pid_t process)
{
    std::ifstream file{"/proc/" + std::to_string(process) + "/statm"};
    std::size_t all = 0;
    std::size_t resident = 0;
    if (!(file >> all >> resident)) return 0;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

void report_death(const WorkerProcess& worker, int status, const std::filesystem::path& data)
{
    const std::string process = std::to_string(worker.process);
    const bool was_told = worker.state == WorkerProcess::State::leaving;
    const bool is_clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    const auto board = ProcessBoard::open(data, worker.process);
    const auto activities = board ? board->activities() : std::vector<Activity>{};
    // A worker that is told to stop while it starts does not handle the signal yet.
    const bool has_obeyed =
        is_clean || (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM && activities.empty());
    if (was_told && has_obeyed) {
        log(LogLevel::debug, "a worker has ended", {{"process", process}});
    } else {
        log(is_clean ? LogLevel::warning : LogLevel::error, "a worker has died",
            {{"process", process},
             {"how", how_it_ended(status)},
             {"after", in_seconds(WorkerProcess::Clock::now() - worker.started)}});
        const auto now = WorkerProcess::Clock::now().time_since_epoch();
        for (const Activity& activity : activities) {
            log(LogLevel::error, "the worker that has died was at this request",
                {{"process", process},
                 {"thread", std::to_string(activity.thread)},
                 {"route", activity.route},
                 {"path", activity.path},
                 {"request", activity.request_id},
                 {"for", in_seconds(now - std::chrono::nanoseconds{activity.began})}});
        }
    }
    ProcessBoard::remove(data, worker.process);
}

}  // namespace aspic
