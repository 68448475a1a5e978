// The common part of the views that accept a note. They redirect to the page of the note, or show a
// form that keeps the typed text and says what to change.
#pragma once

#include <aspic/aspic.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "notes/notes.h"

namespace manual {

// Returns the URL of the notes of a manual page: "/man/1/ls#notes"
std::string notes_url(std::string_view section, std::string_view name);

// Call this after the notes of this page have changed. It purges the cached page, and tells the
// open pages of this visitor that they have changed. Then it redirects to the page. If others may
// still see the old page for some time, it first shows a page that says so.
aspic::Answer notes_changed(aspic::Request& request, std::string_view section,
                            std::string_view name);

struct NoteForm {
    std::string action_url;  // the URL that the form is sent to again; "" if that cannot help
    std::string label;       // the label of the page: "ls(1)"
    std::string back_url;
    std::string typed;
};

aspic::Page refused_note(int status, std::string_view reason, const NoteForm& form);

// Answers with the same form if the author must wait, or if the database refuses the note
// (DatabaseError or DatabaseUnavailable).
aspic::Page too_many_notes(std::chrono::seconds wait, const NoteForm& form);
aspic::Page not_written(const std::runtime_error& error, const NoteForm& form);

}  // namespace manual
