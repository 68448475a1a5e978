#include <aspic/developing/child_process.h>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <aspic/base/errno_text.h>
#include <aspic/base/file_descriptor.h>
#include <aspic/base/signal_name.h>

namespace aspic {

namespace {

// In the new process.
void begin(pid_t parent, int signal_at_death)
{
    ::setsid();
    if (signal_at_death != 0) {
        ::prctl(PR_SET_PDEATHSIG, signal_at_death);
        if (::getppid() != parent) std::_Exit(0);
    }
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGPIPE})
        std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool become(const std::string& user)
{
    if (user.empty()) return true;
    const passwd* const who = ::getpwnam(user.c_str());
    if (who == nullptr) return false;
    return ::initgroups(user.c_str(), who->pw_gid) == 0 && ::setgid(who->pw_gid) == 0 &&
           ::setuid(who->pw_uid) == 0;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

// In the new process. Returns only if the program cannot be run.
void run_program(const ChildCommand& command, pid_t parent)
{
    // The system forgets whose death matters when a process becomes another user.
    if (!become(command.user)) return;
    begin(parent, SIGTERM);
    if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) return;
    const int input = command.input >= 0 ? command.input : ::open("/dev/null", O_RDONLY);
    if (::dup2(input, STDIN_FILENO) < 0) return;
    if (command.output >= 0 &&
        (::dup2(command.output, STDOUT_FILENO) < 0 || ::dup2(command.output, STDERR_FILENO) < 0))
        return;
    const auto arguments = pointers_to(command.arguments);
    const auto environment = pointers_to(command.environment);
    ::execvpe(arguments.front(), arguments.data(), environment.data());
}

pid_t fork_or_throw()
{
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error{"cannot start a process: " + errno_text()};
    return process;
}

}  // namespace

ChildProcess ChildProcess::run(const ChildCommand& command)
{
    // Closed by the system when the program runs. Otherwise it brings the error.
    int ends[2] = {-1, -1};
    if (::pipe2(static_cast<int*>(ends), O_CLOEXEC) != 0)
        throw std::runtime_error{"cannot start a process: " + errno_text()};
    const FileDescriptor reader{ends[0]};
    FileDescriptor writer{ends[1]};
    const pid_t parent = ::getpid();
    const pid_t process = fork_or_throw();
    if (process == 0) {
        run_program(command, parent);
        const int error = errno;
        [[maybe_unused]] const auto told = ::write(writer.get(), &error, sizeof error);
        std::_Exit(EXIT_FAILURE);
    }
    ChildProcess child{process};
    writer.close();
    int error = 0;
    ssize_t got = 0;
    do {
        got = ::read(reader.get(), &error, sizeof error);
    } while (got < 0 && errno == EINTR);
    if (got > 0)
        throw std::runtime_error{"cannot run " + command.arguments.front() + ": " +
                                 errno_text(error)};
    return child;
}

ChildProcess ChildProcess::copy(const std::function<void()>& function, int signal_at_death)
{
    const pid_t parent = ::getpid();
    const pid_t process = fork_or_throw();
    if (process == 0) {
        begin(parent, signal_at_death);
        function();
        std::_Exit(0);
    }
    return ChildProcess{process};
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept
{
    if (this != &other) {
        kill();
        id_ = std::exchange(other.id_, 0);
        status_ = other.status_;
    }
    return *this;
}

std::optional<int> ChildProcess::status()
{
    if (status_ || id_ == 0) return status_;
    int status = 0;
    if (::waitpid(id_, &status, WNOHANG) == id_) status_ = status;
    return status_;
}

void ChildProcess::signal(int number)
{
    if (id_ != 0 && !status()) ::kill(id_, number);
}

void ChildProcess::signal_group(int number)
{
    if (id_ != 0) ::kill(-id_, number);
}

void ChildProcess::kill()
{
    if (id_ == 0) return;
    signal_group(SIGKILL);  // with what it has started, also if it has ended itself
    signal(SIGKILL);        // if it had no group yet
    int status = 0;
    while (!status_ && ::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = 0;
}

std::string how_it_ended(int status)
{
    return WIFEXITED(status) ? "with status " + std::to_string(WEXITSTATUS(status))
                             : std::string{"by signal "} + signal_name(WTERMSIG(status));
}

}  // namespace aspic
