// What goes wrong with a database, in two kinds: what passes by itself, and what somebody must repair.
#pragma once

#include <aspic/aspic.h>

#include <stdexcept>
#include <string>

struct sqlite3;

namespace manual {

// Something is wrong with the file or with a statement. The text names the file and says what SQLite
// said.
class DatabaseError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The file cannot be used at the moment: others hold its lock, the disk is full, it may not be
// written. A view that lets it pass answers 503. `what()` is for the visitor; `detail()` says what
// DatabaseError would say, and is logged where this is thrown.
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
