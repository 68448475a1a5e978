#include <aspic/developing/run_directories.h>

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <stdexcept>
#include <system_error>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

constexpr const char* user_of_front_ends = "www-data";

void check_length(const fs::path& socket)
{
    const std::size_t most = sizeof sockaddr_un::sun_path - 1;
    const std::size_t length = socket.native().size();
    if (length <= most) return;
    throw std::runtime_error{"the path of a unix socket has at most " + std::to_string(most) +
                             " bytes, but " + socket.string() + " has " + std::to_string(length) +
                             ": choose a shorter directory with --state"};
}

// New files in it get its group.
void make_directory_for(const fs::path& directory, const char* user)
{
    const group* const theirs = ::getgrnam(user);
    if (theirs == nullptr) {
        throw std::runtime_error{std::string{"there is no group "} + user +
                                 ", which the front end needs if root starts it: run this as "
                                 "another user"};
    }
    constexpr mode_t mode = 02750;
    if (::mkdir(directory.c_str(), 0750) != 0 ||
        ::chown(directory.c_str(), static_cast<uid_t>(-1), theirs->gr_gid) != 0 ||
        ::chmod(directory.c_str(), mode) != 0)
        throw std::runtime_error{"cannot make " + directory.string() + ": " + errno_text()};
}

}  // namespace

RunDirectories::RunDirectories(fs::path state, std::uint16_t port)
    : state_{std::move(state)}, front_{state_}
{
    if (::geteuid() == 0) {
        front_ = "/run/aspic-" + std::to_string(port);
        front_user_ = user_of_front_ends;
    }
    check_length(site_socket());
    check_length(redis_socket());
    std::error_code error;
    fs::create_directories(state_, error);
    if (error || ::access(state_.c_str(), W_OK | X_OK) != 0) {
        throw std::runtime_error{"cannot write in " + state_.string() + ": " +
                                 (error ? error.message() : errno_text()) +
                                 "; choose another directory with --state"};
    }
    lock_ = FileDescriptor{::open((state_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)};
    if (!try_lock(lock_)) {
        throw std::runtime_error{"another dev uses " + state_.string() +
                                 ": stop it, or choose another --port or --state"};
    }
    if (front_ != state_) {
        fs::remove_all(front_);
        make_directory_for(front_, user_of_front_ends);
    }
    fs::remove_all(static_files());
}

void RunDirectories::make_for_front_end(const fs::path& directory) const
{
    std::error_code unreadable;
    if (fs::exists(directory, unreadable)) return;
    if (!front_user_.empty()) return make_directory_for(directory, user_of_front_ends);
    constexpr mode_t mode = 0750;
    if (::mkdir(directory.c_str(), mode) != 0)
        throw std::runtime_error{"cannot make " + directory.string() + ": " + errno_text()};
}

RunDirectories::~RunDirectories()
{
    std::error_code ignored;
    // A Redis that was killed has left its socket.
    fs::remove(redis_socket(), ignored);
    if (front_ != state_) fs::remove_all(front_, ignored);
}

}  // namespace aspic
