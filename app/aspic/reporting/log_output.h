#pragma once
// Standard error, as the log writes to it: a reader that is stuck (a full pipe, a terminal that was
// stopped, a journal that hangs) holds no process for long. Any thread, any process.

#include <chrono>
#include <string_view>

namespace aspic {

/// Writes a line. If there is no room for it, waits at most this long, and then returns false: the
/// line is lost. A line up to PIPE_BUF bytes is written as a whole or not at all. Other failures
/// are not reported, because there is nobody to tell.
bool write_to_log(std::string_view line, std::chrono::milliseconds most);

}  // namespace aspic
