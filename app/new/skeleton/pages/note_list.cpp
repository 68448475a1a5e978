#include "pages/note_list.h"

namespace pages {

using namespace aspic;

void list_notes(Page& page, const std::vector<Note>& notes)
{
    page.show("HAS_NOTES", !notes.empty());
    page.show("NO_NOTES", notes.empty());
    page.list("NOTES");
    for (const Note& note : notes) {
        Values& row = page.add("NOTES");
        row.set("AUTHOR", note.author);
        row.set("DAY", note.day);
        row.set("TEXT", note.text);
    }
    page.tag("notes");
}

bool notes_changed()
{
    return purge(by_tag(tag("notes"))).complete();
}

}  // namespace pages
