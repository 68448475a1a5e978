#pragma once
// What a server process says about itself, in a file that it maps: DATA/processes/PID. Other
// processes read it while it runs (`status`), and after it has died (the supervisor). The process
// holds the lock of the file as long as it lives. When the file is removed, its counts are added to
// those of the processes that have ended (ended_processes.h).
//
// Somebody may make the file shorter at any time. So readers take a copy of it and do not map it,
// and the process that maps it goes on with memory of its own if it finds a page gone.
//
// One thread makes or opens a board; any thread reads it.

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/reporting/activity.h>
#include <aspic/reporting/counters.h>

namespace aspic {

class ProcessBoard {
public:
    /// Makes the board of this process, with slots for this many threads. Throws
    /// std::runtime_error, which names the file, the problem and the way out.
    static ProcessBoard make(const std::filesystem::path& data, std::size_t threads);

    /// The board of this process as it is now. Nothing if there is none, or if another version of
    /// the library has made it.
    static std::optional<ProcessBoard> open(const std::filesystem::path& data, pid_t process);

    ProcessBoard(ProcessBoard&& other) noexcept;
    ProcessBoard& operator=(ProcessBoard&&) = delete;
    /// The process that made the board removes its file.
    ~ProcessBoard();

    pid_t process() const;
    /// When the process made its board, in milliseconds since 1970.
    std::int64_t started() const;
    /// The process that has made this board still runs.
    bool is_alive() const;
    /// What its threads work on now, the longest first.
    std::vector<Activity> activities() const;

    /// Removes the file of a process that has died. Leaves it if its counts cannot be kept now:
    /// another process then does it later.
    static void remove(const std::filesystem::path& data, pid_t process);
    /// The processes that have a board in this data directory, dead ones too.
    static std::vector<pid_t> processes(const std::filesystem::path& data);

    /// The slots, for set_activity_slots.
    ActivitySlot* slots() const;
    std::size_t slot_count() const;
    /// Only the process that made the board may change them. They live until the process ends.
    Counters& counters() const;

private:
    struct Header;
    bool copy() const;

    ProcessBoard(std::filesystem::path file, FileDescriptor descriptor, void* memory,
                 std::size_t bytes, bool is_mine);

    std::filesystem::path file_;
    FileDescriptor descriptor_;
    void* memory_ = nullptr;
    std::size_t bytes_ = 0;
    bool is_mine_ = false;
};

}  // namespace aspic
