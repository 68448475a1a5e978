#include "pages/note_form.h"

#include "accounts/attempts.h"
#include "catalogue/sections.h"
#include "notes/note_text.h"
#include "paths.h"

namespace manual {

using namespace aspic;

std::string notes_url(std::string_view section, std::string_view name)
{
    return manual_path(section, name) + "#notes";
}

Answer notes_changed(Request& request, std::string_view section, std::string_view name)
{
    const PurgeOutcome outcome = purge(by_tag(tag("notes", section, name)));
    request.session().changed();
    if (outcome.complete()) return redirect(notes_url(section, name));
    Page page{"notes_later.tpl"};
    page.status(202);
    page.set("TITLE", "Saved");
    page.set("LABEL", page_label(section, name));
    page.set("BACK_URL", notes_url(section, name));
    return page;
}

Page refused_note(int status, std::string_view reason, const NoteForm& form)
{
    Page page{"note_form.tpl"};
    page.status(status);
    page.set("TITLE", "Error: your note on " + form.label);
    page.set("LABEL", form.label);
    page.set("REASON", reason);
    page.set("BACK_URL", form.back_url);
    page.show("CAN_SEND", !form.action_url.empty());
    page.show("CANNOT_SEND", form.action_url.empty());
    page.set("ACTION_URL", form.action_url);
    page.set("TYPED", shown_again(form.typed));
    return page;
}

Page too_many_notes(std::chrono::seconds wait, const NoteForm& form)
{
    Page page = refused_note(429,
                             "You have written " + std::to_string(Notes::most_an_hour) +
                                 " notes within an hour, and that is the limit. Please send this "
                                 "one again in " +
                                 in_words(wait) + ".",
                             form);
    page.header("Retry-After", std::to_string(wait.count()));
    return page;
}

Page not_written(const std::runtime_error& error, const NoteForm& form)
{
    log(LogLevel::error, "a note was not written", {{"reason", error.what()}});
    Page page = refused_note(
        503, "The note could not be saved. Please send it again in a few seconds.", form);
    page.header("Retry-After", "5");
    return page;
}

}  // namespace manual
