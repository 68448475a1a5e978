// The notes that readers leave on manual pages, for everyone to read. Kept in the accounts'
// database, so a note goes with its author's account; callable from any thread.
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
    std::string section;  // of the page it stands on
    std::string name;
    std::string text;
    std::chrono::sys_seconds written;
    bool edited = false;
};

struct NoteList {
    std::vector<Note> notes;    // the newest first
    std::int64_t unlisted = 0;  // older ones
};

// What became of a note that somebody wanted to write or change.
struct Writing {
    enum class End {
        done,
        unknown_author,  // there is no such account
        not_there,       // no such note, or another's
        too_often,       // `wait` says for how long
    };
    End end = End::done;
    std::chrono::seconds wait{0};
};

class Notes {
public:
    // Each note that is added or changed is one; whoever has written so many within an hour waits.
    static constexpr std::int64_t most_an_hour = 30;

    // The pool must outlive the notes.
    explicit Notes(DatabasePool& accounts);

    // The same text by the same author on the same page is there already: somebody pressed the
    // button twice.
    Writing add(std::int64_t author, std::string_view section, std::string_view name,
                std::string_view text, std::chrono::sys_seconds now);
    Writing change(int id, std::int64_t author, std::string_view text,
                   std::chrono::sys_seconds now);
    // False where the author has no such note.
    bool remove(int id, std::int64_t author);

    std::optional<Note> find(int id);
    NoteList on_page(std::string_view section, std::string_view name, std::int64_t most);

private:
    DatabasePool& accounts_;
};

}  // namespace manual
