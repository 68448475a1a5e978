#pragma once
// The directories of one run of `dev`: one for logs and the private Redis, one for what the front
// end reads. They are the same, but for root: the front end then becomes another user, who cannot
// read a directory below /root, so its files are in /run/aspic-PORT. One thread.

#include <cstdint>
#include <filesystem>
#include <string>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class RunDirectories {
public:
    /// Locks the state directory. Throws std::runtime_error, which says what to do, if it cannot be
    /// made, if another dev uses it, or if its path is too long for a socket.
    RunDirectories(std::filesystem::path state, std::uint16_t port);
    /// Removes what only this run needed.
    ~RunDirectories();
    RunDirectories(const RunDirectories&) = delete;
    RunDirectories& operator=(const RunDirectories&) = delete;

    const std::filesystem::path& state() const { return state_; }
    const std::filesystem::path& front() const { return front_; }
    std::filesystem::path site_socket() const { return front_ / "site.sock"; }
    std::filesystem::path redis_socket() const { return state_ / "redis.sock"; }
    std::filesystem::path static_files() const { return front_ / "static"; }
    /// Makes the directory if it does not exist; the front end can read what is made in it. Throws
    /// std::runtime_error if it cannot be made.
    void make_for_front_end(const std::filesystem::path& directory) const;
    /// Who the front end becomes; empty: this user.
    const std::string& front_user() const { return front_user_; }

private:
    std::filesystem::path state_;
    std::filesystem::path front_;
    std::string front_user_;
    FileDescriptor lock_;
};

}  // namespace aspic
