#include "database/database_error.h"

#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace manual {

namespace {

// Returns true if the file may become usable without a repair of it or of the program.
bool is_passing(int code)
{
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_PROTOCOL:
        case SQLITE_NOMEM:
            return true;
        default:
            return false;
    }
}

}  // namespace

DatabaseUnavailable::DatabaseUnavailable(std::string detail)
    : aspic::Unavailable{"The site cannot read or write its data just now. Please try again in a few "
                  "seconds.",
                  std::chrono::seconds{5}},
      detail_(std::move(detail))
{
}

void fail_database(int code, const std::string& detail)
{
    if (!is_passing(code)) throw DatabaseError{detail};
    aspic::log(aspic::LogLevel::error, "database unavailable", {{"reason", detail}});
    throw DatabaseUnavailable{detail};
}

void fail_database(sqlite3* connection)
{
    const char* file = sqlite3_db_filename(connection, "main");
    const int code = sqlite3_extended_errcode(connection);
    std::string detail = std::string{"database "} + (file == nullptr ? "" : file) + ": " +
                         sqlite3_errmsg(connection);
    // The text "disk I/O error" alone is no help.
    if (const int error = sqlite3_system_errno(connection);
        (code & 0xFF) == SQLITE_IOERR && error != 0)
        detail += std::string{" ("} + std::strerror(error) + ")";
    fail_database(code, detail);
}

}  // namespace manual
