// What the views that take a note have in common: they answer by the page that the note stands on,
// or by a form that still has all that was typed and says what to change.
#pragma once

#include <aspic/aspic.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "notes/notes.h"

namespace manual {

// The notes of a manual page: "/man/1/ls#notes"
std::string notes_url(std::string_view section, std::string_view name);

// The notes of this page have changed: the page that is cached goes, and the open pages of this
// visitor learn of it. Then back to the page. If others may still see the old page for a while, the
// visitor is told so first.
aspic::Answer notes_changed(aspic::Request& request, std::string_view section,
                            std::string_view name);

struct NoteForm {
    std::string action_url;  // where it is sent once more; "" where that is of no use
    std::string label;       // of the page: "ls(1)"
    std::string back_url;
    std::string typed;
};

aspic::Page refused_note(int status, std::string_view reason, const NoteForm& form);

// The same for a writing that has to wait, and for one that the database does not take (a DatabaseError
// or DatabaseUnavailable).
aspic::Page too_many_notes(std::chrono::seconds wait, const NoteForm& form);
aspic::Page not_written(const std::runtime_error& error, const NoteForm& form);

}  // namespace manual
