#pragma once
// The counts of the server processes of a data directory that have ended: DATA/processes/ended. So
// the sums of all processes never become smaller. While an object exists, this process holds the
// lock of the file, and no process of the directory can end in between: read the boards meanwhile.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

#include <aspic/base/file_descriptor.h>
#include <aspic/reporting/counters.h>

namespace aspic {

class EndedProcesses {
public:
    /// Waits for the lock, but not for long: another program may hold it. Makes the file if there
    /// is none and the directory can be written; does not throw.
    explicit EndedProcesses(const std::filesystem::path& data);

    /// Without the lock there are no totals, and none may be added.
    bool is_locked() const { return is_locked_; }

    CountTotals totals() const { return contents_.totals; }

    /// Adds the counts of a process that ends or has ended. Does nothing if they were added before:
    /// the caller removes the board after this, and may be killed in between. REQUIRES:
    /// is_locked().
    void add(pid_t process, std::int64_t started, const CountTotals& counts);

private:
    struct Contents {
        static constexpr std::uint64_t current_mark = 0x41535049'43450001;  // "ASPICE", version 1
        std::uint64_t mark = current_mark;
        std::int64_t last_process = 0;
        std::int64_t last_started = 0;
        CountTotals totals{};
    };

    FileDescriptor file_;
    bool is_locked_ = false;
    Contents contents_;
};

}  // namespace aspic
