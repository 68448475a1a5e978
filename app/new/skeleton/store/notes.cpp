#include "store/notes.h"

Notes::Notes(Database& database) : database_{database}
{
    database_.run(
        "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, author TEXT NOT NULL,"
        " text TEXT NOT NULL, written INTEGER NOT NULL)");
}

void Notes::add(std::string_view author, std::string_view text)
{
    database_.run("INSERT INTO notes (author, text, written) VALUES (?, ?, unixepoch())",
                  {author, text});
}

std::int64_t Notes::count() const
{
    return std::stoll(database_.run("SELECT count(*) FROM notes").front().front());
}

std::vector<Note> Notes::newest(std::int64_t most, std::int64_t offset) const
{
    std::vector<Note> notes;
    for (const auto& row : database_.run("SELECT author, text, date(written, 'unixepoch')"
                                         " FROM notes ORDER BY id DESC LIMIT ? OFFSET ?",
                                         {most, offset}))
        notes.push_back({.author = row[0], .text = row[1], .day = row[2]});
    return notes;
}
