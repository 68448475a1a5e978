#include "pages/add_note.h"

#include "catalogue/sections.h"
#include "library.h"
#include "notes/note_text.h"
#include "pages/missing.h"
#include "pages/note_form.h"
#include "pages/pages.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

NoteForm form_for(const NoteDraft& draft)
{
    return {.action_url = add_note_path(draft.section, draft.name),
            .label = page_label(draft.section, draft.name),
            .back_url = notes_url(draft.section, draft.name),
            .typed = draft.text};
}

Response sign_in_first(Request& request, const NoteDraft& draft)
{
    keep_draft(request.session(), draft);
    return redirect(sign_in_url(notes_url(draft.section, draft.name)));
}

}  // namespace

Answer add_note(Request& request, std::string_view section, std::string_view name)
{
    if (!library().catalogue.find(section, name)) return missing(section, name);
    NoteDraft draft{std::string{section}, std::string{name},
                    std::string{request.form().first("text").value_or("")}};
    const std::string text = tidy_note(draft.text);
    if (const auto objection = objection_to_note(text))
        return refused_note(422, *objection, form_for(draft));
    draft.text = text;
    if (!request.session().signed_in()) return sign_in_first(request, draft);
    return add_note_of_visitor(request, draft);
}

Answer add_note_of_visitor(Request& request, const NoteDraft& draft)
{
    if (!library().catalogue.find(draft.section, draft.name)) {
        NoteForm form = form_for(draft);
        form.action_url.clear();
        form.back_url = home_path();
        return refused_note(404, "The page " + form.label + " is no longer there.", form);
    }
    try {
        const Writing writing = library().notes.add(visitor_id(request.session()), draft.section,
                                                    draft.name, draft.text, now());
        if (writing.end == Writing::End::too_often)
            return too_many_notes(writing.wait, form_for(draft));
        if (writing.end == Writing::End::unknown_author) {
            // The account was deleted, but its session still exists.
            request.session().sign_out();
            return sign_in_first(request, draft);
        }
    } catch (const std::runtime_error& error) {
        return not_written(error, form_for(draft));
    }
    return notes_changed(request, draft.section, draft.name);
}

}  // namespace manual
