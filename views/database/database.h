// SQLite with RAII. A Database owns one connection, and one thread at a time may use it (see
// database_pool.h for several threads). Other processes may use the same file at the same time.
// Throws DatabaseUnavailable if the file cannot be used at the moment, and DatabaseError for all
// other failures.
//
// Never open() and close() a database file yourself while it is in use. POSIX locks belong to the
// process, so close() of any descriptor of the file also releases the locks of SQLite. The next
// process that ends then believes that it is the last one, and deletes the write-ahead log that is
// still in use.
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

// Says what a commit survives. Both survive the end of the program. `full` also survives a power
// failure, and takes the time of a disk sync.
enum class Durability { full, relaxed };

// One prepared statement. The first column is 0. Parameters are bound in order.
class Statement {
public:
    Statement(sqlite3* connection, std::string_view sql);

    // Resets the statement and binds these parameters.
    template <class... Values>
    Statement& bind(const Values&... values)
    {
        restart();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }

    bool next();  // returns true if there is a row
    void run();   // for statements without rows

    // The result is valid until the next call of next(), run() or bind().
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
    // Opens an existing file in write-ahead mode. Waits for locks as waiting_room() allows. All
    // connections to the file share `turn`, which must outlive them.
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

    // Gives back the seat that a wait for a lock took.
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

// Takes the write lock at once. Without commit(), the destructor undoes all changes. Use one for
// more than one write, and for each write that visitors cause.
class Transaction {
public:
    explicit Transaction(Database& database);
    // Uses this durability, whatever the default of the database is.
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
