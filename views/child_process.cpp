#include "child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "file_descriptor.h"

namespace manual {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

// The input as a file in memory: the child reads it at its own pace, and nobody has to feed a pipe.
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

class SpawnActions {
public:
    SpawnActions() { posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    posix_spawn_file_actions_t* get() { return &actions_; }

private:
    posix_spawn_file_actions_t actions_;
};

class SpawnAttributes {
public:
    // Signals as a fresh program expects them, whatever this thread blocks. A process group of its
    // own, so that Ctrl-C in a terminal does not end a page that is being rendered.
    SpawnAttributes()
    {
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    posix_spawnattr_t* get() { return &attributes_; }

private:
    posix_spawnattr_t attributes_;
};

// A running child. Whatever happens, it is not left behind.
class Child {
public:
    Child(const std::vector<std::string>& arguments, int input, int output,
          const std::filesystem::path& directory)
    {
        SpawnActions actions;
        posix_spawn_file_actions_adddup2(actions.get(), input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(actions.get(), output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(actions.get(), STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(actions.get(), STDERR_FILENO + 1);
        posix_spawn_file_actions_addchdir_np(actions.get(), directory.c_str());
        SpawnAttributes attributes;
        std::vector<char*> argv;
        argv.reserve(arguments.size() + 1);
        for (const std::string& argument : arguments)
            argv.push_back(const_cast<char*>(argument.c_str()));
        argv.push_back(nullptr);
        char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
        char locale[] = "LC_ALL=C.UTF-8";
        char* environment[] = {path, locale, nullptr};
        error_ =
            posix_spawnp(&id_, argv[0], actions.get(), attributes.get(), argv.data(), environment);
    }
    ~Child()
    {
        if (error_ != 0 || waited_) return;
        kill(id_, SIGKILL);
        wait();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int error() const { return error_; }
    // By number: the declaration of pidfd_open() in glibc 2.36 is not fit for C++.
    FileDescriptor descriptor() const
    {
        return FileDescriptor{static_cast<int>(syscall(SYS_pidfd_open, id_, 0))};
    }

    int wait()
    {
        int status = 0;
        while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        waited_ = true;
        return status;
    }

private:
    pid_t id_ = -1;
    int error_ = 0;
    bool waited_ = false;
};

// False when the time is over.
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
                      const std::filesystem::path& working_directory, const ChildLimits& limits)
{
    const Clock::time_point deadline = Clock::now() + limits.time;
    ChildResult result;
    const FileDescriptor in = input_file(input);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe2");
    const FileDescriptor out{ends[0]};
    FileDescriptor child_out{ends[1]};
    Child child{arguments, in.get(), child_out.get(), working_directory};
    child_out.close();
    if (child.error() != 0) {
        result.status = child.error();
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
    result.end = WIFEXITED(status) ? ChildResult::End::exited : ChildResult::End::killed_by_signal;
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return result;
}

}  // namespace manual
