#pragma once
// The log, on standard error. One line for each event: time, level, message, then name=value pairs.
// Each line is one write, so lines of several threads and processes never mix. If nobody reads it,
// lines are dropped, and a line says how many when there is room again. Any thread.
//
// If standard error is the journal of systemd, a line has its level as a prefix ("<4>") and no
// time, because the journal has both (sd-daemon(3)).

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace aspic {

enum class LogLevel { debug, info, warning, error };

using LogField = std::pair<std::string_view, std::string>;

/// Lines below this level are not written. Set once, before threads start.
void set_log_level(LogLevel level);

/// The name of a field is one word, so that programs can read the line. Values with spaces or
/// quotes are quoted; control characters are written as \xNN, so no value can forge a line.
void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

/// True if the file is the stream that JOURNAL_STREAM names as "device:inode" (systemd.exec(5)).
bool is_journal(int descriptor, const char* journal_stream);

/// The line for the journal, for tests.
std::string journal_line(LogLevel level, std::string_view message,
                         std::initializer_list<LogField> fields);

/// The line that `log` writes elsewhere, for tests.
std::string log_line(std::string_view time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields);

}  // namespace aspic
