#pragma once
// The log, on standard error. One line for each event: time, level, message, then name=value pairs.
// Each line is one write, so lines of several threads and processes never mix. Any thread.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace aspic {

enum class LogLevel { debug, info, warning, error };

using LogField = std::pair<std::string_view, std::string>;

/// Lines below this level are not written. Set once, before threads start.
void set_log_level(LogLevel level);

/// Values with spaces or quotes are quoted; control characters are written as \xNN, so no value can
/// forge a line.
void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

/// The line that `log` writes, for tests.
std::string log_line(std::string_view time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields);

}  // namespace aspic
