#include "notes/notes.h"

#include <algorithm>

namespace manual {

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr const char* schema = R"(
    CREATE TABLE IF NOT EXISTS notes(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
        section TEXT NOT NULL,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        time INTEGER NOT NULL,
        edited INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX IF NOT EXISTS notes_by_page ON notes(section, name, id);
    CREATE INDEX IF NOT EXISTS notes_by_user ON notes(user);
    CREATE TABLE IF NOT EXISTS note_writings(
        user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
        time INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS note_writings_by_user ON note_writings(user, time);
)";

constexpr const char* columns =
    "SELECT notes.id, notes.user, users.name, section, notes.name, text, time, edited "
    "FROM notes JOIN users ON users.id = notes.user ";

constexpr seconds an_hour = std::chrono::hours{1};

Note note_of(const Statement& row)
{
    return {.id = static_cast<int>(row.integer(0)),
            .author = row.integer(1),
            .author_name = std::string{row.text(2)},
            .section = std::string{row.text(3)},
            .name = std::string{row.text(4)},
            .text = std::string{row.text(5)},
            .written = sys_seconds{seconds{row.integer(6)}},
            .edited = row.integer(7) != 0};
}

// Returns zero and counts the note, or returns the time to wait. REQUIRES: a transaction.
seconds count_writing(Database& database, std::int64_t author, sys_seconds now)
{
    const std::int64_t time = now.time_since_epoch().count();
    database.run("DELETE FROM note_writings WHERE user = ? AND time <= ?", author,
                 time - an_hour.count());
    Statement row = database.query(
        "SELECT time FROM note_writings WHERE user = ? ORDER BY time DESC LIMIT 1 OFFSET ?", author,
        Notes::most_an_hour - 1);
    if (row.next()) {
        // If the clock has been set back, the wait must not become long.
        const seconds since{time - row.integer(0)};
        return std::clamp(an_hour - since, seconds{1}, an_hour);
    }
    database.run("INSERT INTO note_writings(user, time) VALUES (?, ?)", author, time);
    return seconds{0};
}

}  // namespace

Notes::Notes(DatabasePool& accounts) : accounts_(accounts)
{
    const auto database = accounts_.borrow();
    Transaction transaction{*database};  // other processes may do this at the same time
    database->script(schema);
    transaction.commit();
}

Writing Notes::add(std::int64_t author, std::string_view section, std::string_view name,
                   std::string_view text, sys_seconds now)
{
    const auto database = accounts_.borrow();
    Transaction transaction{*database};
    if (!database->query("SELECT 1 FROM users WHERE id = ?", author).next())
        return {Writing::End::unknown_author};
    const bool is_there =
        database
            ->query("SELECT 1 FROM notes WHERE user = ? AND section = ? AND name = ? AND text = ?",
                    author, section, name, text)
            .next();
    if (is_there) return {};
    const seconds wait = count_writing(*database, author, now);
    if (wait.count() > 0) return {Writing::End::too_often, wait};
    database->run("INSERT INTO notes(user, section, name, text, time) VALUES (?, ?, ?, ?, ?)",
                  author, section, name, text, now.time_since_epoch().count());
    transaction.commit();
    return {};
}

Writing Notes::change(int id, std::int64_t author, std::string_view text, sys_seconds now)
{
    const auto database = accounts_.borrow();
    Transaction transaction{*database};
    const std::int64_t note = id;
    if (!database->query("SELECT 1 FROM notes WHERE id = ? AND user = ?", note, author).next())
        return {Writing::End::not_there};
    const seconds wait = count_writing(*database, author, now);
    if (wait.count() > 0) return {Writing::End::too_often, wait};
    database->run("UPDATE notes SET text = ?2, edited = 1 WHERE id = ?1 AND text <> ?2", note,
                  text);
    transaction.commit();
    return {};
}

bool Notes::remove(int id, std::int64_t author)
{
    const auto database = accounts_.borrow();
    Transaction transaction{*database};
    database->run("DELETE FROM notes WHERE id = ? AND user = ?", std::int64_t{id}, author);
    const bool removed = database->changes() > 0;
    transaction.commit();
    return removed;
}

std::optional<Note> Notes::find(int id)
{
    const auto database = accounts_.borrow();
    Statement row = database->query(std::string{columns} + "WHERE notes.id = ?", std::int64_t{id});
    if (!row.next()) return {};
    return note_of(row);
}

NoteList Notes::on_page(std::string_view section, std::string_view name, std::int64_t most)
{
    const auto database = accounts_.borrow();
    NoteList list;
    Statement row =
        database->query(std::string{columns} +
                            "WHERE section = ? AND notes.name = ? ORDER BY notes.id DESC LIMIT ?",
                        section, name, most);
    while (row.next())
        list.notes.push_back(note_of(row));
    if (std::ssize(list.notes) < most) return list;
    Statement count =
        database->query("SELECT count(*) FROM notes WHERE section = ? AND name = ?", section, name);
    count.next();
    list.unlisted = std::max<std::int64_t>(count.integer(0) - most, 0);
    return list;
}

}  // namespace manual
