#pragma once
// The list of ended sessions on disk, in the data directory: it survives the process, also where
// Redis is away or is not used. All processes of the directory add to one file. Any thread, any
// process: a lock (flock) is held while the file is written.
//
// One line for each entry, in hexadecimal what may be any bytes:
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

    /// The entries that are of use at `now`. If half of the file or more is of no use, it is written
    /// again without that. Says in the log what went wrong.
    std::vector<SessionEnd> read(Time now) const;

    /// Adds one entry; it is on disk when this returns. Says in the log if it could not be written.
    void add(const SessionEnd& ended) const;

    static std::string to_line(const SessionEnd& ended);
    /// An entry of no use if the line (without its line end) is none of ours.
    static SessionEnd parse_line(std::string_view line);

private:
    std::filesystem::path file_;
};

}  // namespace aspic
