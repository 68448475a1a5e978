// SQLite behind RAII. A Database owns one connection and is used by one thread at a time (see
// database_pool.h for many). Other processes may use the same file at the same time. Throws
// DatabaseUnavailable where the file cannot be used at the moment, DatabaseError for all else.
//
// Never open() and close() a database file yourself while it is in use: POSIX locks belong to the
// process, so close() of any descriptor on the file drops those of SQLite as well. The next process
// that ends then takes itself for the last one, and deletes the write-ahead log that we still write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "database/database_error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace manual {

class WriteTurn;

// What a commit survives. Either survives the end of the program; `full` the loss of power as well,
// and costs the time that the disk takes to sync.
enum class Durability { full, relaxed };

// One prepared statement. Columns and parameters: the first column is 0, parameters are bound in
// order.
class Statement {
public:
    Statement(sqlite3* connection, std::string_view sql);

    // Starts over with these parameters.
    template <class... Values>
    Statement& bind(const Values&... values)
    {
        restart();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }

    bool next();  // true: a row is there
    void run();   // for statements without rows

    // Valid until the next call of next(), run() or bind().
    std::string_view text(int column) const;
    std::int64_t integer(int column) const;

private:
    void restart();
    void bind_one(int index, std::string_view value);
    void bind_one(int index, std::int64_t value);
    void check(int code) const;

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
public:
    // Opens the file, which must exist, in write-ahead mode. What is locked is waited for as
    // waiting_room() allows. `turn` is the one of all connections to the file, and outlives them.
    Database(const std::filesystem::path& file, WriteTurn& turn, Durability durability);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void script(const char* sql);

    template <class... Values>
    Statement query(std::string_view sql, const Values&... values)
    {
        Statement statement{connection_.get(), sql};
        statement.bind(values...);
        return statement;
    }

    template <class... Values>
    void run(std::string_view sql, const Values&... values)
    {
        query(sql, values...).run();
    }

    std::int64_t last_id() const;
    int changes() const;  // rows changed by the last statement

    std::string file() const;
    bool is_in_transaction() const;

    // Gives back the seat that a wait for a lock has taken.
    void stop_waiting();

private:
    friend class Transaction;
    struct Wait;
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    static int wait_for_lock(void* wait, int tries);
    void switch_to_write_ahead();
    void set_durability(Durability durability);

    WriteTurn& turn_;
    Durability durability_;
    std::unique_ptr<Wait> wait_;
    std::unique_ptr<sqlite3, Close> connection_;
};

// Takes the write lock at once; without commit() everything since then is undone. Whatever writes
// more than once, and whatever visitors cause to be written, is in one of these.
class Transaction {
public:
    explicit Transaction(Database& database);
    // As durable as this says, whatever the database is otherwise.
    Transaction(Database& database, Durability durability);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    void end() noexcept;

    Database& database_;
    Durability durability_;
    bool done_ = false;
};

}  // namespace manual
