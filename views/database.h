// SQLite behind RAII. A Database owns one connection and is used by one thread at a time; a
// DatabasePool may be shared by all threads and lends each of them a connection of its own.
// Every failure is a DatabaseError whose text names the file and says what SQLite said.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace manual {

class DatabaseError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

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
    // Opens the file, or makes it (mode 0600), in write-ahead mode. Waits up to five seconds for
    // other writers.
    explicit Database(const std::filesystem::path& file);

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

private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    std::unique_ptr<sqlite3, Close> connection_;
};

// Takes the write lock at once; without commit() everything since then is undone.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    Database& database_;
    bool done_ = false;
};

class DatabasePool {
public:
    explicit DatabasePool(std::filesystem::path file);

    struct Return {
        DatabasePool* pool;
        void operator()(Database* database) const;
    };
    using Lease = std::unique_ptr<Database, Return>;

    // The pool must outlive the lease.
    Lease borrow();

private:
    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace manual
