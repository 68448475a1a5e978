#pragma once
// The access log. A thread that answers only appends to a buffer; a thread of the log writes all
// buffers each second, when one becomes large, and at the end. So lines of different threads may be
// out of order by a second, and each has its own time. Several processes may write to one file.
//
// Any thread adds lines. If the file cannot be written as fast as lines come, lines are dropped,
// and the log on standard error says how many.

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include <aspic/base/file_descriptor.h>
#include <aspic/reporting/access_line.h>

namespace aspic {

class AccessLog {
public:
    /// `file` is "stdout", "stderr" or a path. Throws std::runtime_error, which names the file, the
    /// problem and the way out. Starts a thread: signals must be blocked.
    AccessLog(const std::string& file, AccessLogFormat format);
    /// Writes the lines that are left.
    ~AccessLog();
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    void add(const AccessLine& line);
    /// Opens the file by its name again, after it was renamed. If that fails, this is logged, and
    /// the old file is used.
    void reopen();
    /// Writes the lines that were added before. Any thread.
    void flush();

private:
    struct alignas(64) Buffer {
        std::mutex mutex;
        std::string text;
        std::uint64_t dropped = 0;
    };
    FileDescriptor open_file() const;
    void run();

    const std::string name_;
    const AccessLogFormat format_;
    std::array<Buffer, 64> buffers_{};

    std::mutex writing_;  // guards the members up to is_failing_
    FileDescriptor file_;
    bool is_failing_ = false;

    std::mutex mutex_;  // guards is_due_ and is_ending_
    std::condition_variable wake_;
    bool is_due_ = false;
    bool is_ending_ = false;
    std::thread writer_;
};

}  // namespace aspic
