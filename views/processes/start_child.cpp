#include "processes/start_child.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/file_descriptor.h"
#include "processes/allowed_calls.h"
#include "processes/allowed_files.h"
#include "processes/empty_directory.h"

namespace manual {

namespace {

constexpr std::array<const char*, 3> search_path{"/usr/local/bin/", "/usr/bin/", "/bin/"};
constexpr rlim_t most_descriptors = 16;
constexpr int report_descriptor = 3;  // closed by the exec, so the parent sees its end
static_assert(most_descriptors == program_descriptor);

// Everything that the child needs. It is prepared before the fork: in the child of a process with
// threads, no function may be called that allocates memory or takes a lock (signal-safety(7)).
struct Plan {
    char* const* arguments;
    char* const* environment;
    int program;
    int input;
    int output;
    int report;
    int directory;
    int files;         // the Landlock ruleset, or -1
    sock_fprog calls;  // the filter of system calls; its length may be 0
    ChildLimits limits;
};

// What the child reports if it cannot become the program. The child is a copy of this process, so
// `step` points to the same text here.
struct Failure {
    int error;
    const char* step;
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

// Moves the descriptors away from the numbers that set_descriptors() gives.
bool move_up(Plan& plan)
{
    for (int* descriptor :
         {&plan.program, &plan.input, &plan.output, &plan.report, &plan.directory, &plan.files}) {
        if (*descriptor < 0) continue;
        *descriptor = fcntl(*descriptor, F_DUPFD_CLOEXEC, program_descriptor + 1);
        if (*descriptor < 0) return false;
    }
    return true;
}

// Returns the name of the step that failed, or a null pointer.
const char* set_descriptors(const Plan& plan)
{
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing < 0) return "open /dev/null";
    if (dup2(plan.input, STDIN_FILENO) < 0 || dup2(plan.output, STDOUT_FILENO) < 0 ||
        dup2(nothing, STDERR_FILENO) < 0 || dup3(plan.report, report_descriptor, O_CLOEXEC) < 0 ||
        dup3(plan.program, program_descriptor, O_CLOEXEC) < 0)
        return "set the descriptors";
    if (fchdir(plan.directory) != 0) return "change to an empty directory";
    if (plan.files >= 0 && syscall(SYS_landlock_restrict_self, plan.files, 0) != 0)
        return "restrict the files (Landlock)";
    if (close_range(report_descriptor + 1, program_descriptor - 1, 0) != 0 ||
        close_range(program_descriptor + 1, ~0U, 0) != 0)
        return "close descriptors";
    return nullptr;
}

// The same, and does not return if the program was started.
const char* execute(const Plan& plan)
{
    if (!set_limits(plan.limits)) return "set the limits";
    if (plan.calls.len > 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &plan.calls) != 0)
        return "restrict the system calls (seccomp)";
    syscall(SYS_execveat, program_descriptor, "", plan.arguments, plan.environment, AT_EMPTY_PATH);
    return "execute the program";
}

// REQUIRES: every signal is blocked, so that no signal handler of this process runs here.
[[noreturn]] void become(Plan plan)
{
    reset_signals();
    int report = plan.report;
    const char* failed = "prepare the process";
    if (setpgid(0, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && move_up(plan)) {
        report = plan.report;
        failed = set_descriptors(plan);
        if (failed == nullptr) {
            report = report_descriptor;
            failed = execute(plan);
        }
    }
    const Failure failure{errno, failed};
    [[maybe_unused]] const ssize_t written = write(report, &failure, sizeof failure);
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

// Returns what the child reports before its exec closes the descriptor. The error is 0 if the
// program was started.
Failure reported(int report)
{
    Failure failure{};
    for (;;) {
        const ssize_t got = ::read(report, &failure, sizeof failure);
        if (got < 0 && errno == EINTR) continue;
        return got == sizeof failure ? failure : Failure{};
    }
}

}  // namespace

StartedChild start_child(const std::vector<std::string>& arguments, int input, int output,
                         const ChildLimits& limits)
{
    const std::string file = program_file(arguments.at(0));
    const FileDescriptor program{file.empty() ? -1 : open(file.c_str(), O_PATH | O_CLOEXEC)};
    if (!program) return {.error = file.empty() ? ENOENT : errno, .step = "find the program"};
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
    const FileDescriptor files =
        limits.confined && can_restrict_files() ? allowed_files(program.get()) : FileDescriptor{};
    const auto calls =
        limits.confined && can_restrict_calls() ? allowed_calls() : std::span<const sock_filter>{};
    const Plan plan{.arguments = argv.data(),
                    .environment = environment,
                    .program = program.get(),
                    .input = input,
                    .output = output,
                    .report = child_report.get(),
                    .directory = empty_directory(),
                    .files = files.get(),
                    .calls = {static_cast<unsigned short>(calls.size()),
                              const_cast<sock_filter*>(calls.data())},
                    .limits = limits};
    StartedChild child;
    {
        const SignalsBlocked blocked;
        child.id = fork();
        if (child.id == 0) become(plan);
    }
    if (child.id < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    child_report.close();
    const Failure failure = reported(report.get());
    child.error = failure.error;
    child.step = failure.step;
    if (child.error != 0) {
        while (waitpid(child.id, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    return child;
}

}  // namespace manual
