#include "pages/note_list.h"
#include "pages/pages.h"
#include "paths.h"
#include "store/store.h"

namespace pages {

using namespace aspic;

namespace {

constexpr std::size_t longest_note = 500;  // characters

// The form, with what the visitor has typed and what is wrong with it.
Page page_with(const Form& form)
{
    Page page{"write_note.tpl"};
    page.status(form.ok() ? 200 : 422);
    page.set("TITLE", "Write a note");
    page.set("ACTION_URL", write_path());
    page.set("LONGEST_NOTE", longest_note);
    show_form(form, page);
    return page;
}

}  // namespace

Page note_form(Request& /*request*/)
{
    Form form;
    form.set_value("text", "");
    return page_with(form);
}

Result write_note(Request& request)
{
    Form form{request};
    const auto text = form.field<std::string>("text", length_at_most(longest_note));
    if (!form.ok()) return page_with(form);
    store().notes.add(request.session().name(), text);
    request.session().flash(notes_changed() ? "Your note is there."
                                            : "Your note is saved. Others see it a bit later.");
    return redirect(notes_path());
}

}  // namespace pages
