#include "database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace manual {

namespace {

DatabaseError failure(sqlite3* connection)
{
    const char* file = sqlite3_db_filename(connection, "main");
    return DatabaseError{std::string{"database "} + (file == nullptr ? "" : file) + ": " +
                         sqlite3_errmsg(connection)};
}

// SQLite would make the file readable by everyone; accounts are nobody else's business.
void make_private(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw DatabaseError{"cannot open database " + file.string() + ": " + std::strerror(errno)};
    }
    ::close(descriptor);
}

}  // namespace

Statement::Statement(sqlite3* connection, std::string_view sql) : connection_(connection)
{
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()), &statement,
                             nullptr));
    statement_.reset(statement);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

void Statement::restart()
{
    sqlite3_reset(statement_.get());
}

void Statement::bind_one(int index, std::string_view value)
{
    const char* data = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(statement_.get(), index, data, value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
}

void Statement::bind_one(int index, std::int64_t value)
{
    check(sqlite3_bind_int64(statement_.get(), index, value));
}

bool Statement::next()
{
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw failure(connection_);
    return false;
}

void Statement::run()
{
    while (next()) {
    }
}

std::string_view Statement::text(int column) const
{
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(statement_.get(), column);
}

void Statement::check(int code) const
{
    if (code != SQLITE_OK) throw failure(connection_);
}

Database::Database(const std::filesystem::path& file)
{
    make_private(file);
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &connection,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    connection_.reset(connection);
    if (code != SQLITE_OK) {
        throw DatabaseError{"cannot open database " + file.string() + ": " + sqlite3_errstr(code)};
    }
    sqlite3_busy_timeout(connection, 5000);
    script("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
}

void Database::Close::operator()(sqlite3* connection) const
{
    sqlite3_close_v2(connection);
}

void Database::script(const char* sql)
{
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw failure(connection_.get());
    }
}

std::int64_t Database::last_id() const
{
    return sqlite3_last_insert_rowid(connection_.get());
}

int Database::changes() const
{
    return sqlite3_changes(connection_.get());
}

Transaction::Transaction(Database& database) : database_(database)
{
    database_.script("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    if (done_) return;
    try {
        database_.script("ROLLBACK");
    } catch (const DatabaseError&) {
        // Some errors, a full disk among them, have rolled back already.
    }
}

void Transaction::commit()
{
    database_.script("COMMIT");
    done_ = true;
}

DatabasePool::DatabasePool(std::filesystem::path file) : file_(std::move(file)) {}

DatabasePool::Lease DatabasePool::borrow()
{
    {
        const std::lock_guard lock{mutex_};
        if (!idle_.empty()) {
            Lease lease{idle_.back().release(), Return{this}};
            idle_.pop_back();
            return lease;
        }
    }
    return Lease{std::make_unique<Database>(file_).release(), Return{this}};
}

void DatabasePool::Return::operator()(Database* database) const
{
    std::unique_ptr<Database> owned{database};
    const std::lock_guard lock{pool->mutex_};
    pool->idle_.push_back(std::move(owned));
}

}  // namespace manual
