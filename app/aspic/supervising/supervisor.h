#pragma once
// Starts worker processes, replaces those that die, hang or have grown too large, and reloads the
// program without refusing a request. It answers no requests, and parses nothing but short words of
// its workers, so what they do cannot harm it. One thread.
//
// A reload (SIGHUP, SIGUSR2): one worker of the new program is started. If it becomes ready, the
// supervisor runs the new program in its own place too, starts the other new workers, and retires
// the old ones once all new ones are ready. The reload ends once the old ones answer no new
// requests. If the first worker does not become ready, the old ones continue.

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/descriptor_passing.h>
#include <aspic/supervising/pool_file.h>
#include <aspic/supervising/pool_handover.h>
#include <aspic/supervising/pool_share.h>
#include <aspic/supervising/restart_pauses.h>
#include <aspic/supervising/worker_process.h>

namespace aspic {

struct PoolSettings {
    std::filesystem::path data;
    std::size_t workers = 1;
    std::size_t most_memory = 0;  // of one worker, in bytes; 0: no limit
    std::chrono::seconds start_time{60};
    std::chrono::seconds stop_time{10};
};

/// The socket on which the pool listens. The caller owns it.
struct PoolSocket {
    int listener = -1;
    bool made_file = false;
    std::string address;
};

class Supervisor {
public:
    /// REQUIRES: the process has one thread. Blocks the signals that it handles. `before` is what
    /// the program that ran in this process before has left.
    Supervisor(PoolSettings settings, PoolSocket socket,
               const std::optional<PoolHandover>& before = {});
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Until a signal stops it. Returns the exit status of the program.
    int run();

private:
    using Clock = WorkerProcess::Clock;
    using State = WorkerProcess::State;

    // A worker that leaves ends within --stop-timeout by itself, and is killed this much later.
    static constexpr std::chrono::seconds moment_to_end{3};

    void adopt(const PoolHandover& before);
    void wait();
    void handle_signals();
    void reap();
    void listen_to_workers();
    void hear(WorkerProcess& worker, const std::string& word);
    void look_at_clock();

    void fill();
    /// A worker with a place in `share`, if one is free there.
    std::optional<pid_t> start(const PoolShare& share);
    std::optional<PlaceInPool> free_place(const PoolShare& share) const;
    void retire_replaced();
    void tell_to_leave(WorkerProcess& worker, int signal);
    void replace(WorkerProcess& worker, std::string_view why);
    void replace_if_too_large(WorkerProcess& worker);

    void begin_reload();
    void go_on_with_reload(bool reads_handover);
    void end_reload(bool failed);
    void run_new_program();

    void stop(int signal);
    void stop_workers();
    std::size_t count(bool only_serving) const;

    const PoolSettings settings_;
    const PoolSocket socket_;
    std::vector<std::string> arguments_;  // of this program
    sigset_t handled_{};
    sigset_t at_start_{};
    const bool hangup_stops_;
    FileDescriptor signals_;
    SocketPair handed_over_;  // connections on their way from retired workers to others
    OwnPoolShare share_;      // of the workers that are not of an older program
    OwnPoolShare new_share_;  // of the program that a reload starts
    PoolState state_;
    std::optional<PoolFile> file_;
    std::vector<WorkerProcess> workers_;
    RestartPauses pauses_;
    Clock::time_point next_start_{};
    Clock::time_point next_look_{};
    std::optional<pid_t> candidate_;  // the first worker of a new program
    bool is_reloading_ = false;
    bool reload_again_ = false;
    bool is_stopping_ = false;
    bool has_been_ready_ = false;
    int exit_status_ = 0;
};

}  // namespace aspic
