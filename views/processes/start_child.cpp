#include "processes/start_child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/file_descriptor.h"
#include "processes/empty_directory.h"

namespace manual {

namespace {

constexpr std::array<const char*, 3> search_path{"/usr/local/bin/", "/usr/bin/", "/bin/"};
constexpr rlim_t most_descriptors = 16;
constexpr int report_descriptor = 3;  // closed by the exec, so the parent sees its end

// Everything that the child needs. It is prepared before the fork: in the child of a process with
// threads, no function may be called that allocates memory or takes a lock (signal-safety(7)).
struct Plan {
    const char* program;
    char* const* arguments;
    char* const* environment;
    int input;
    int output;
    int report;
    int directory;
    ChildLimits limits;
};

std::string program_file(const std::string& name)
{
    if (name.find('/') != std::string::npos) return name;
    for (const char* directory : search_path) {
        std::string file = directory + name;
        if (access(file.c_str(), X_OK) == 0) return file;
    }
    return {};
}

bool set_limit(__rlimit_resource resource, rlim_t soft, rlim_t hard)
{
    const rlimit limit{soft, hard};
    return setrlimit(resource, &limit) == 0;
}

bool set_limits(const ChildLimits& limits)
{
    const auto seconds = static_cast<rlim_t>(limits.processor_time.count());
    // The first limit sends SIGXCPU. The second sends SIGKILL, for a program that ignores SIGXCPU.
    return set_limit(RLIMIT_CPU, seconds, seconds + 1) &&
           set_limit(RLIMIT_AS, limits.memory, limits.memory) &&
           set_limit(RLIMIT_NOFILE, most_descriptors, most_descriptors) &&
           set_limit(RLIMIT_FSIZE, 0, 0) && set_limit(RLIMIT_CORE, 0, 0);
}

// Resets the signals to what a new program expects, whatever this process ignores or this thread
// blocks.
void reset_signals()
{
    struct sigaction plain {};
    plain.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        sigaction(signal, &plain, nullptr);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool set_descriptors(const Plan& plan)
{
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    return nothing >= 0 && dup2(plan.input, STDIN_FILENO) >= 0 &&
           dup2(plan.output, STDOUT_FILENO) >= 0 && dup2(nothing, STDERR_FILENO) >= 0 &&
           fchdir(plan.directory) == 0 &&
           (plan.report == report_descriptor ||
            dup3(plan.report, report_descriptor, O_CLOEXEC) >= 0) &&
           close_range(report_descriptor + 1, ~0U, 0) == 0;
}

// REQUIRES: every signal is blocked, so that no signal handler of this process runs here.
[[noreturn]] void become(const Plan& plan)
{
    reset_signals();
    int report = plan.report;
    if (setpgid(0, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
        set_descriptors(plan)) {
        report = report_descriptor;
        if (set_limits(plan.limits)) execve(plan.program, plan.arguments, plan.environment);
    }
    const int error = errno;
    [[maybe_unused]] const ssize_t written = write(report, &error, sizeof error);
    _exit(127);
}

class SignalsBlocked {
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

// Returns the error that the child reports before its exec closes the descriptor, or 0 if the
// program was started.
int reported_error(int report)
{
    int error = 0;
    for (;;) {
        const ssize_t got = ::read(report, &error, sizeof error);
        if (got < 0 && errno == EINTR) continue;
        return got == sizeof error ? error : 0;
    }
}

}  // namespace

StartedChild start_child(const std::vector<std::string>& arguments, int input, int output,
                         const ChildLimits& limits)
{
    const std::string program = program_file(arguments.at(0));
    if (program.empty()) return {.error = ENOENT};
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    char locale[] = "LC_ALL=C.UTF-8";
    char* environment[] = {path, locale, nullptr};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw std::system_error{errno, std::generic_category(), "pipe2"};
    const FileDescriptor report{ends[0]};
    FileDescriptor child_report{ends[1]};
    const Plan plan{program.c_str(), argv.data(),        environment,       input,
                    output,          child_report.get(), empty_directory(), limits};
    StartedChild child;
    {
        const SignalsBlocked blocked;
        child.id = fork();
        if (child.id == 0) become(plan);
    }
    if (child.id < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    child_report.close();
    child.error = reported_error(report.get());
    if (child.error != 0) {
        while (waitpid(child.id, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    return child;
}

}  // namespace manual
