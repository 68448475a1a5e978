#pragma once
// Where commands find a supervisor: DATA/pools/PID, locked while the supervisor runs. It says where
// the pool listens, and how its last reload ended.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/file_descriptor.h>

namespace aspic {

struct PoolState {
    pid_t supervisor = 0;
    std::string address;
    std::uint64_t begun = 0;    // reloads that have begun
    std::uint64_t reloads = 0;  // that have ended
    bool last_reload_failed = false;

    std::string to_text() const;
    static PoolState parse(std::string_view text);
};

/// Of the supervisor, which is one thread.
class PoolFile {
public:
    /// Makes the file. Throws std::runtime_error, which names it and the way out.
    PoolFile(const std::filesystem::path& data, const PoolState& state);
    /// Takes over the open file of the program that this process ran before.
    PoolFile(const std::filesystem::path& data, FileDescriptor file);
    ~PoolFile();
    PoolFile(const PoolFile&) = delete;
    PoolFile& operator=(const PoolFile&) = delete;

    void write(const PoolState& state) const;
    int descriptor() const { return file_.get(); }

private:
    std::filesystem::path path_;
    FileDescriptor file_;
};

/// The supervisors that run with this data directory.
std::vector<PoolState> running_pools(const std::filesystem::path& data);

}  // namespace aspic
