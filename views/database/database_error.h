// The two kinds of database failures: those that end by themselves, and those that need a repair.
#pragma once

#include <aspic/aspic.h>

#include <stdexcept>
#include <string>

struct sqlite3;

namespace manual {

// The file or a statement is wrong. The text names the file and contains SQLite's message.
class DatabaseError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The file cannot be used at the moment: another process holds its lock, the disk is full, or the
// file may not be written. A view that does not catch it answers 503. `what()` is for the visitor.
// `detail()` is the text that DatabaseError would have; it is logged when the exception is thrown.
class DatabaseUnavailable : public aspic::Unavailable {
public:
    explicit DatabaseUnavailable(std::string detail);
    const std::string& detail() const { return detail_; }

private:
    std::string detail_;
};

// Throws one of the two for this result code, or for the last failure of the connection.
[[noreturn]] void fail_database(int code, const std::string& detail);
[[noreturn]] void fail_database(sqlite3* connection);

}  // namespace manual
