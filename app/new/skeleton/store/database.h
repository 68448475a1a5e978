// SQLite, in as few lines as a small site needs. Several processes (--workers) may use the file.
// The threads of a process share one connection, and wait for each other; visitors of cached pages
// do not need it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;

class Database {
public:
    using Value = std::variant<std::int64_t, std::string_view>;
    using Row = std::vector<std::string>;

    // Opens the file. If there is none, makes one that only its owner may read. Throws
    // std::runtime_error, as run() does.
    explicit Database(const std::filesystem::path& file);

    // Runs one statement with the values of its parameters, and returns its rows:
    //     database.run("SELECT name FROM users WHERE id = ?", {7})
    std::vector<Row> run(std::string_view sql, std::initializer_list<Value> values = {});

private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    std::mutex mutex_;
    std::unique_ptr<sqlite3, Close> connection_;
};
