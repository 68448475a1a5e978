#include "database/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "database/write_turn.h"

namespace manual {

namespace {

// Another process may be about to finish. It has about ten milliseconds before a seat is taken.
constexpr int free_tries = 4;

}  // namespace

// One wait for a lock: the time when it began, and its seat once it is no longer short.
struct Database::Wait {
    WriteTurn& turn;
    std::chrono::steady_clock::time_point since{};
    std::optional<WaitingRoom::Seat> seat{};
    bool told_others = false;
};

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
    if (code != SQLITE_DONE) fail_database(connection_);
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
    if (code != SQLITE_OK) fail_database(connection_);
}

Database::Database(const std::filesystem::path& file, WriteTurn& turn, Durability durability)
    : turn_(turn), durability_(durability), wait_(new Wait{turn})
{
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &connection,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    connection_.reset(connection);
    if (code != SQLITE_OK)
        fail_database(code, "cannot open database " + file.string() + ": " + sqlite3_errstr(code));
    sqlite3_busy_handler(connection, &Database::wait_for_lock, wait_.get());
    switch_to_write_ahead();
    set_durability(durability);
    script("PRAGMA foreign_keys = ON");
}

Database::~Database() = default;

// SQLite calls this while the file is locked. It tries again if the result is not 0.
int Database::wait_for_lock(void* wait, int tries)
{
    using namespace std::chrono_literals;
    Wait& own = *static_cast<Wait*>(wait);
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) own.since = now;
    if (now - own.since > waiting_room().longest()) return 0;
    if (tries >= free_tries && !own.told_others) {
        if (!own.seat && !(own.seat = waiting_room().enter())) return 0;
        own.turn.wait_for_other_process(true);
        own.told_others = true;
    }
    std::this_thread::sleep_for(std::min(1ms * (tries + 1), 10ms));
    return 1;
}

void Database::stop_waiting()
{
    if (wait_->told_others) turn_.wait_for_other_process(false);
    wait_->told_others = false;
    wait_->seat.reset();
}

std::string Database::file() const
{
    const char* name = sqlite3_db_filename(connection_.get(), "main");
    return name == nullptr ? "" : name;
}

void Database::set_durability(Durability durability)
{
    script(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                          : "PRAGMA synchronous = NORMAL");
}

// If another connection does the same at this moment, SQLite fails without calling wait_for_lock().
void Database::switch_to_write_ahead()
{
    constexpr const char* sql = "PRAGMA journal_mode = WAL";
    const auto end = std::chrono::steady_clock::now() + waiting_room().longest();
    while (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        const bool locked = sqlite3_errcode(connection_.get()) == SQLITE_BUSY;
        if (locked && !wait_->seat) wait_->seat = waiting_room().enter();
        if (!locked || !wait_->seat || std::chrono::steady_clock::now() > end)
            fail_database(connection_.get());
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void Database::Close::operator()(sqlite3* connection) const
{
    sqlite3_close_v2(connection);
}

void Database::script(const char* sql)
{
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail_database(connection_.get());
    }
}

bool Database::is_in_transaction() const
{
    return sqlite3_get_autocommit(connection_.get()) == 0;
}

std::int64_t Database::last_id() const
{
    return sqlite3_last_insert_rowid(connection_.get());
}

int Database::changes() const
{
    return sqlite3_changes(connection_.get());
}

Transaction::Transaction(Database& database) : Transaction(database, database.durability_) {}

Transaction::Transaction(Database& database, Durability durability)
    : database_(database), durability_(durability)
{
    if (!database_.turn_.take())
        fail_database(SQLITE_BUSY, "database " + database_.file() + ": too many wait for its lock");
    try {
        if (durability_ != database_.durability_) database_.set_durability(durability_);
        database_.script("BEGIN IMMEDIATE");
    } catch (...) {
        end();
        throw;
    }
    database_.stop_waiting();
}

Transaction::~Transaction()
{
    try {
        if (!done_) database_.script("ROLLBACK");
    } catch (const std::runtime_error&) {
        // After some errors, such as a full disk, SQLite has already rolled back.
    }
    end();
}

void Transaction::end() noexcept
{
    database_.stop_waiting();
    try {
        if (durability_ != database_.durability_) database_.set_durability(database_.durability_);
    } catch (const std::runtime_error&) {
        // This only sets a number in memory, so it can fail only if memory is exhausted. Then the
        // next transaction is less durable.
    }
    database_.turn_.give_back();
}

void Transaction::commit()
{
    database_.script("COMMIT");
    done_ = true;
}

}  // namespace manual
