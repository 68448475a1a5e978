#include "catalogue/sections.h"
#include "library.h"
#include "notes/note_text.h"
#include "pages/note_form.h"
#include "pages/pages.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr const char* not_yours = "This note is not yours.";

// The note was deleted in the meantime, perhaps in another window.
Page gone(std::string_view typed)
{
    return refused_note(404, "This note is no longer there, so it could not be changed.",
                        {.action_url = "",
                         .label = "a manual page",
                         .back_url = home_path(),
                         .typed = std::string{typed}});
}

}  // namespace

Answer change_note(Request& request, int id)
{
    const std::string_view typed = request.form().first("text").value_or("");
    const auto note = library().notes.find(id);
    if (!note) return gone(typed);
    const NoteForm form{.action_url = change_note_path(id),
                        .label = page_label(note->section, note->name),
                        .back_url = notes_url(note->section, note->name),
                        .typed = std::string{typed}};
    if (!request.session().signed_in())
        return refused_note(403,
                            "You are signed out. Sign in in another window, then send this note "
                            "again.",
                            form);
    const std::int64_t author = visitor_id(request.session());
    if (note->author != author) throw Forbidden{not_yours};
    const std::string text = tidy_note(typed);
    if (const auto objection = objection_to_note(text)) return refused_note(422, *objection, form);

    try {
        const Writing writing = library().notes.change(id, author, text, now());
        if (writing.end == Writing::End::too_often) return too_many_notes(writing.wait, form);
        if (writing.end != Writing::End::done) return gone(typed);
    } catch (const std::runtime_error& error) {
        return not_written(error, form);
    }
    return notes_changed(request, note->section, note->name);
}

Answer delete_note(Request& request, int id)
{
    const auto note = library().notes.find(id);
    if (!note) throw NotFound{"This note is no longer there."};
    if (!request.session().signed_in())
        return redirect(sign_in_url(notes_url(note->section, note->name)));
    if (!library().notes.remove(id, visitor_id(request.session()))) throw Forbidden{not_yours};
    return notes_changed(request, note->section, note->name);
}

}  // namespace manual
