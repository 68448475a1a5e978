#include <aspic/reporting/access_log.h>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t large_buffer = std::size_t{64} << 10U;
constexpr std::size_t most_buffered = std::size_t{4} << 20U;  // in each buffer
constexpr auto pause = 1s;

std::size_t number_of_thread()
{
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t number = next.fetch_add(1, std::memory_order_relaxed);
    return number;
}

const char* way_out(int error_number)
{
    if (error_number == ENXIO) return "start the program that reads this FIFO first";
    if (error_number == EISDIR) return "name a file in this directory";
    return "make its directory, and let the user who runs this program write in it";
}

}  // namespace

AccessLog::AccessLog(const std::string& file, AccessLogFormat format)
    : name_{file}, format_{format}, file_{open_file()}
{
    if (!file_.is_open()) {
        const int why = errno;
        throw std::runtime_error{"cannot open the access log " + name_ + ": " + errno_text() +
                                 "; " + way_out(why) + ", or set --access-log to another file"};
    }
    writer_ = std::thread{[this] { run(); }};
}

AccessLog::~AccessLog()
{
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    wake_.notify_one();
    writer_.join();
    flush();
}

FileDescriptor AccessLog::open_file() const
{
    if (name_ == "stdout") return FileDescriptor{::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)};
    if (name_ == "stderr") return FileDescriptor{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
    // A named pipe that nobody reads is an error now, and must not stop the process for ever.
    FileDescriptor file{
        ::open(name_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0640)};
    if (file.is_open()) ::fcntl(file.get(), F_SETFL, ::fcntl(file.get(), F_GETFL) & ~O_NONBLOCK);
    return file;
}

void AccessLog::add(const AccessLine& line)
{
    Buffer& buffer = buffers_.at(number_of_thread() % buffers_.size());
    bool is_large = false;
    {
        const std::lock_guard lock{buffer.mutex};
        if (buffer.text.size() > most_buffered) {
            ++buffer.dropped;
            return;
        }
        const bool was_large = buffer.text.size() > large_buffer;
        append_line(buffer.text, line, format_);
        is_large = !was_large && buffer.text.size() > large_buffer;
    }
    if (!is_large) return;
    {
        const std::lock_guard lock{mutex_};
        is_due_ = true;
    }
    wake_.notify_one();
}

void AccessLog::reopen()
{
    const std::lock_guard lock{writing_};
    FileDescriptor again = open_file();
    if (again.is_open()) {
        file_ = std::move(again);
    } else {
        log(LogLevel::error, "cannot open the access log again; the old file is used",
            {{"file", name_}, {"why", errno_text()}});
    }
}

void AccessLog::flush()
{
    const std::lock_guard lock{writing_};
    std::uint64_t dropped = 0;
    for (Buffer& buffer : buffers_) {
        std::string text;
        {
            const std::lock_guard own{buffer.mutex};
            if (buffer.text.empty()) continue;
            text.swap(buffer.text);
            dropped += std::exchange(buffer.dropped, 0);
        }
        const bool is_written = write_all(file_, text);
        if (!is_written && !is_failing_) {
            log(LogLevel::error, "cannot write the access log; its lines are dropped",
                {{"file", name_}, {"why", errno_text()}});
        }
        if (is_written && is_failing_)
            log(LogLevel::info, "the access log is written again", {{"file", name_}});
        is_failing_ = !is_written;
    }
    if (dropped > 0) {
        log(LogLevel::warning, "lines of the access log were dropped: its file is too slow",
            {{"file", name_}, {"lines", std::to_string(dropped)}});
    }
}

void AccessLog::run()
{
    std::unique_lock lock{mutex_};
    while (!is_ending_) {
        wake_.wait_for(lock, pause, [this] { return is_due_ || is_ending_; });
        is_due_ = false;
        lock.unlock();
        flush();
        lock.lock();
    }
}

}  // namespace aspic
