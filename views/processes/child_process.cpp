#include "processes/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/file_descriptor.h"
#include "processes/allowed_calls.h"
#include "processes/allowed_files.h"
#include "processes/start_child.h"

namespace manual {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

// Makes the input a file in memory. The child reads it at its own speed, and no thread has to write
// to a pipe.
FileDescriptor input_file(std::string_view input)
{
    FileDescriptor file{memfd_create("input", MFD_CLOEXEC)};
    if (!file) fail("memfd_create");
    while (!input.empty()) {
        const ssize_t written = ::write(file.get(), input.data(), input.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("write to memory file");
        input.remove_prefix(static_cast<std::size_t>(written));
    }
    if (lseek(file.get(), 0, SEEK_SET) != 0) fail("lseek");
    return file;
}

// A running child. The destructor ends it if it still runs.
class Child {
public:
    Child(const std::vector<std::string>& arguments, int input, int output,
          const ChildLimits& limits)
        : started_{start_child(arguments, input, output, limits)}
    {
    }
    ~Child()
    {
        if (started_.error != 0 || waited_) return;
        kill(started_.id, SIGKILL);
        wait();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int error() const { return started_.error; }
    const char* failed_step() const { return started_.step; }
    // Called by number, because the declaration of pidfd_open() in glibc 2.36 is not valid in C++.
    FileDescriptor descriptor() const
    {
        return FileDescriptor{static_cast<int>(syscall(SYS_pidfd_open, started_.id, 0))};
    }

    int wait()
    {
        int status = 0;
        while (waitpid(started_.id, &status, 0) < 0 && errno == EINTR) {
        }
        waited_ = true;
        return status;
    }

private:
    StartedChild started_;
    bool waited_ = false;
};

// Returns false if the time is over.
bool wait_readable(int descriptor, Clock::time_point deadline)
{
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd wanted{descriptor, POLLIN, 0};
        const int ready = poll(&wanted, 1, static_cast<int>(left));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) fail("poll");
    }
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& arguments, std::string_view input,
                      const ChildLimits& limits)
{
    const Clock::time_point deadline = Clock::now() + limits.time;
    ChildResult result;
    const FileDescriptor in = input_file(input);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe2");
    const FileDescriptor out{ends[0]};
    FileDescriptor child_out{ends[1]};
    Child child{arguments, in.get(), child_out.get(), limits};
    child_out.close();
    if (child.error() != 0) {
        result.status = child.error();
        result.step = child.failed_step();
        return result;
    }
    for (char buffer[65536];;) {
        if (!wait_readable(out.get(), deadline)) {
            result.end = ChildResult::End::too_slow;
            return result;
        }
        const ssize_t got = ::read(out.get(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("read");
        if (got == 0) break;
        const std::size_t room = limits.output - result.output.size();
        result.output.append(buffer, std::min(room, static_cast<std::size_t>(got)));
        if (static_cast<std::size_t>(got) > room) {
            result.end = ChildResult::End::too_much_output;
            return result;
        }
    }
    const FileDescriptor process = child.descriptor();
    if (process && !wait_readable(process.get(), deadline)) {
        result.end = ChildResult::End::too_slow;
        return result;
    }
    const int status = child.wait();
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
        result.end = ChildResult::End::used_up_its_time;
        return result;
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) {
        result.end = ChildResult::End::forbidden;
        result.status = SIGSYS;
        return result;
    }
    result.end = WIFEXITED(status) ? ChildResult::End::exited : ChildResult::End::killed_by_signal;
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return result;
}

std::string missing_confinement()
{
    std::string missing;
    if (!can_restrict_files()) missing = "any file that this user may read (needs Landlock)";
    if (!can_restrict_calls())
        missing += std::string{missing.empty() ? "" : ", and "} +
                   "the network and other programs (needs seccomp)";
    if (missing.empty()) return missing;
    return "if a page takes control of mandoc, mandoc could reach " + missing +
           "; use Linux 5.13 or newer, and let containers use both";
}

}  // namespace manual
