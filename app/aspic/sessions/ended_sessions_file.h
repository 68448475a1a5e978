#pragma once
// The list of ended sessions on disk, in the data directory. It survives the process, even if Redis
// is not available or not used. All processes with this data directory add to one file. Any thread,
// any process: a lock (flock) is held while the file is written.
//
// One line for each entry; ID and NAME are in hexadecimal, as they may hold any bytes:
//   session ID UNTIL
//   user NAME UNTIL BEFORE
// Times are in seconds since 1970. A line that cannot be read is skipped.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/clock.h>

namespace aspic {

struct SessionEnd;

class EndedSessionsFile {
public:
    explicit EndedSessionsFile(std::filesystem::path file) : file_{std::move(file)} {}

    /// Returns the entries that are still needed at `now`. If at least half of the file is not
    /// needed, the file is written again without it. Problems go to the log.
    std::vector<SessionEnd> read(Time now) const;

    /// Adds one entry, which is on disk when this returns. If it cannot be written, the log says
    /// so.
    void add(const SessionEnd& ended) const;

    static std::string to_line(const SessionEnd& ended);
    /// Parses a line without its line end. If it is not one of ours, the entry has no session and
    /// no user.
    static SessionEnd parse_line(std::string_view line);

private:
    std::filesystem::path file_;
};

}  // namespace aspic
