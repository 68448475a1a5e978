#pragma once
// A process that `dev` has started. It has a session of its own, so Ctrl-C at the terminal reaches
// only dev, which then ends its children in order. The system sends it SIGTERM if dev dies, however
// it dies. REQUIRES: this process has one thread.

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aspic {

struct ChildCommand {
    std::vector<std::string> arguments{};  // the first one is the program
    std::vector<std::string> environment{};
    std::string user{};       // who it becomes; empty: this one
    std::string directory{};  // where it runs; empty: here
    int input = -1;           // its standard input; -1: nothing to read
    int output = -1;          // its standard output and standard error; -1: ours
};

class ChildProcess {
public:
    /// Throws std::runtime_error, which names the program, if it cannot be run.
    static ChildProcess run(const ChildCommand& command);
    /// Calls the function in a copy of this process, which ends when the function returns. It gets
    /// `signal_at_death` if dev dies before; 0: none.
    static ChildProcess copy(const std::function<void()>& function, int signal_at_death);

    ChildProcess(ChildProcess&& other) noexcept
        : id_{std::exchange(other.id_, 0)}, status_{other.status_}
    {
    }
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    /// Kills it, and all that it has started in its session.
    ~ChildProcess() { kill(); }

    pid_t id() const { return id_; }
    /// As waitpid() says how it ended. Nothing while it runs.
    std::optional<int> status();
    void signal(int number);
    /// The same for all of its process group.
    void signal_group(int number);
    void kill();

private:
    explicit ChildProcess(pid_t id) : id_{id} {}

    pid_t id_ = 0;
    std::optional<int> status_{};
};

/// "with status 1", "by signal KILL".
std::string how_it_ended(int status);

}  // namespace aspic
