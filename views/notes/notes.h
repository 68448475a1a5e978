// The notes that readers write on manual pages. Everyone can read them. They are stored in the
// accounts' database and deleted with the account of their author. Any thread may call this.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database_pool.h"

namespace manual {

struct Note {
    int id = 0;
    std::int64_t author = 0;
    std::string author_name;
    std::string section;  // the section of the page that the note is on
    std::string name;
    std::string text;
    std::chrono::sys_seconds written;
    bool edited = false;
};

struct NoteList {
    std::vector<Note> notes;    // the newest comes first
    std::int64_t unlisted = 0;  // the number of older notes
};

// The result of an attempt to write or change a note.
struct Writing {
    enum class End {
        done,
        unknown_author,  // there is no such account
        not_there,       // there is no such note, or it belongs to another author
        too_often,       // `wait` is the time to wait
    };
    End end = End::done;
    std::chrono::seconds wait{0};
};

class Notes {
public:
    // The limit of notes within an hour. Added and changed notes count. At the limit, the author
    // waits.
    static constexpr std::int64_t most_an_hour = 30;

    // The pool must outlive the notes.
    explicit Notes(DatabasePool& accounts);

    // The same author has already written the same text on the same page: the button was pressed
    // twice.
    Writing add(std::int64_t author, std::string_view section, std::string_view name,
                std::string_view text, std::chrono::sys_seconds now);
    Writing change(int id, std::int64_t author, std::string_view text,
                   std::chrono::sys_seconds now);
    // Returns false if the author has no such note.
    bool remove(int id, std::int64_t author);

    std::optional<Note> find(int id);
    NoteList on_page(std::string_view section, std::string_view name, std::int64_t most);

private:
    DatabasePool& accounts_;
};

}  // namespace manual
