#pragma once
// Purges that could not be written to Redis. They are on disk, so they survive the process that
// made them. Every process of a data directory has a file of its own in the spool's directory, and
// holds a lock on it (flock) while it runs. So no process waits for another, and a file that can be
// locked was left by a dead process.
//
// A file has one line for each purge: "tag|path|all hard|soft NAME CHECKSUM", the name
// percent-encoded. A line that cannot be read counts as a purge of everything.
//
// `keep` and `forget`: one thread at a time. `read_others` and `done_with_others`: one thread at a
// time, but they may run at the same time as `keep` and `forget`.

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/purging/purge.h>

namespace aspic {

class PurgeSpool {
public:
    /// The directory is made when the first purge is kept.
    explicit PurgeSpool(std::filesystem::path directory);
    PurgeSpool(const PurgeSpool&) = delete;
    PurgeSpool& operator=(const PurgeSpool&) = delete;
    ~PurgeSpool() = default;

    /// Adds the purge to this process's file; it is on disk when this returns. Returns false if it
    /// could not be written; `why` then says why.
    bool keep(const Purge& purge, std::string& why);
    /// Removes this process's file: all that was kept is in the log.
    void forget();

    /// Returns what other processes, living or dead, have kept and this has not returned before.
    std::vector<Purge> read_others();
    /// Removes the files of dead processes: all that read_others has returned is in the log.
    void done_with_others();

    const std::filesystem::path& directory() const { return directory_; }

    static std::string to_line(const Purge& purge);
    /// Returns nothing if the line (without its line end) is damaged.
    static std::optional<Purge> parse_line(std::string_view line);

private:
    struct Other {
        std::size_t read = 0;   // bytes that were returned
        FileDescriptor left{};  // locked by us: its process is dead
    };

    bool begin_file(std::string& why);
    void read_other(const std::filesystem::path& path, std::vector<Purge>& purges);

    const std::filesystem::path directory_;
    const std::string own_;  // prefix of the names of this process's files
    std::filesystem::path path_;
    FileDescriptor file_;
    std::size_t size_ = 0;
    std::size_t files_ = 0;
    std::map<std::filesystem::path, Other> others_;
};

}  // namespace aspic
