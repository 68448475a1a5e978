#pragma once
// One worker, as its supervisor sees it: how it is started, what it says, how it ended. One thread.

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/supervising/pool_share.h>
#include <aspic/supervising/worker_place.h>

namespace aspic {

struct WorkerProcess {
    using Clock = std::chrono::steady_clock;
    enum class State {
        starting,  // until it says that it is ready
        serving,
        leaving,  // it was told to stop, or to retire
    };

    pid_t process = 0;
    FileDescriptor control{};
    State state = State::starting;
    /// Another worker takes its place, and then it retires.
    bool is_replaced = false;
    /// False once it answers no new requests. One of another version does not say that, so it
    /// counts as if it had.
    bool may_answer = true;
    /// In what the workers of this program share. Nothing if it takes no part.
    std::optional<std::size_t> place{};
    Clock::time_point started = Clock::now();
    Clock::time_point last_word = Clock::now();
    /// It is killed at this time if it still starts, or still leaves.
    Clock::time_point deadline{};
};

/// Runs the program in place of the calling process's. The first argument is the program. Returns
/// only if that fails; errno says why.
void run_in_place(const std::vector<std::string>& arguments);

/// Starts this program again, with the same arguments, as a worker. The file of the program may be
/// a newer one by now. Throws std::system_error if the system has no room for a process.
WorkerProcess start_worker(const std::vector<std::string>& arguments, WorkerPlace place,
                           const std::optional<PlaceInPool>& place_in_pool,
                           const sigset_t& signals_at_start);

/// The next message of the worker. Nothing if there is none.
std::optional<std::string> next_word(const WorkerProcess& worker);

/// The memory of a process that no other process shares its file with and is not swapped out (RSS),
/// in bytes. 0 if it is not known.
std::size_t memory_of(pid_t process);

/// Writes to the log how the worker ended (`status` is that of wait(2)), and which requests it was
/// at. Removes its board.
void report_death(const WorkerProcess& worker, int status, const std::filesystem::path& data);

}  // namespace aspic
