#include <aspic/reporting/log_output.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <mutex>

#include <aspic/base/file_descriptor.h>

namespace aspic {

namespace {

using Clock = std::chrono::steady_clock;

// Standard error, opened again. Others share the open file of descriptor 2, so that one must go on
// blocking; ours need not.
struct Reopened {
    dev_t device;
    ino_t number;
    FileDescriptor file;
};

std::shared_ptr<const Reopened> reopened(const struct stat& about)
{
    static std::mutex mutex;
    static std::shared_ptr<const Reopened> last;
    const std::lock_guard lock{mutex};
    if (!last || last->device != about.st_dev || last->number != about.st_ino) {
        constexpr int flags = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
        last = std::make_shared<Reopened>(
            Reopened{about.st_dev, about.st_ino, FileDescriptor{::open("/proc/self/fd/2", flags)}});
    }
    return last;
}

// Returns false at once if `until` has passed.
bool wait_for_room(int descriptor, Clock::time_point until)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd room{descriptor, POLLOUT, 0};
    const int ready = ::poll(&room, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    return ready > 0 || (ready < 0 && errno == EINTR && left > 0);
}

// `write_some` has the result of write(2).
template <class WriteSome>
bool write_whole(std::string_view line, int descriptor, Clock::time_point until,
                 const WriteSome& write_some)
{
    while (!line.empty()) {
        const ssize_t written = write_some(line);
        if (written > 0) {
            line.remove_prefix(static_cast<std::size_t>(written));
        } else if (written < 0 && errno == EAGAIN) {
            if (!wait_for_room(descriptor, until)) return false;
        } else if (written == 0 || errno != EINTR) {
            return true;
        }
    }
    return true;
}

}  // namespace

bool write_to_log(std::string_view line, std::chrono::milliseconds most)
{
    const auto until = Clock::now() + most;
    struct stat about {};
    if (::fstat(STDERR_FILENO, &about) != 0) return true;
    const auto plainly = [](std::string_view rest) {
        return ::write(STDERR_FILENO, rest.data(), rest.size());
    };
    if (S_ISSOCK(about.st_mode)) {
        return write_whole(line, STDERR_FILENO, until, [](std::string_view rest) {
            return ::send(STDERR_FILENO, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        });
    }
    if (S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode)) {
        const auto own = reopened(about);
        if (own->file.is_open()) {
            return write_whole(line, own->file.get(), until, [&](std::string_view rest) {
                return ::write(own->file.get(), rest.data(), rest.size());
            });
        }
        // It belongs to another user, for example. Another process may still take the room.
        if (!wait_for_room(STDERR_FILENO, until)) return false;
    }
    return write_whole(line, STDERR_FILENO, until, plainly);
}

}  // namespace aspic
