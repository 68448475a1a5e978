#include "store/database.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <stdexcept>

namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

int bind(sqlite3_stmt* statement, int index, const Database::Value& value)
{
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return sqlite3_bind_int64(statement, index, *number);
    const auto text = std::get<std::string_view>(value);
    return sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(),
                               SQLITE_TRANSIENT, SQLITE_UTF8);
}

std::string text_at(sqlite3_stmt* statement, int column)
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return {text == nullptr ? "" : text,
            static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace

Database::Database(const std::filesystem::path& file)
{
    constexpr int wait_for_other_processes = 5000;  // milliseconds
    const mode_t others_may = umask(0077);          // for the files that SQLite makes
    sqlite3* opened = nullptr;
    int status = sqlite3_open(file.c_str(), &opened);
    connection_.reset(opened);
    if (status == SQLITE_OK) {
        sqlite3_busy_timeout(opened, wait_for_other_processes);
        // With a write-ahead log, readers and a writer do not wait for each other.
        status = sqlite3_exec(opened, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    }
    umask(others_may);
    // The file is busy if another process switches it to this mode at this moment.
    if (status != SQLITE_OK && status != SQLITE_BUSY)
        throw std::runtime_error{"cannot open " + file.string() + ": " + sqlite3_errmsg(opened)};
}

void Database::Close::operator()(sqlite3* connection) const
{
    sqlite3_close_v2(connection);
}

std::vector<Database::Row> Database::run(std::string_view sql, std::initializer_list<Value> values)
{
    const std::lock_guard lock{mutex_};
    const auto check = [&](int status) {
        if (status != SQLITE_OK && status != SQLITE_ROW && status != SQLITE_DONE)
            throw std::runtime_error{std::string{"SQLite: "} + sqlite3_errmsg(connection_.get())};
        return status;
    };
    sqlite3_stmt* prepared = nullptr;
    check(sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()), &prepared,
                             nullptr));
    const Statement statement{prepared};
    int index = 0;
    for (const Value& value : values)
        check(bind(prepared, ++index, value));
    std::vector<Row> rows;
    while (check(sqlite3_step(prepared)) == SQLITE_ROW) {
        Row& row = rows.emplace_back();
        for (int column = 0; column < sqlite3_column_count(prepared); ++column)
            row.push_back(text_at(prepared, column));
    }
    return rows;
}
