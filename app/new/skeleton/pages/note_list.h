// The list of notes that several pages show (templates/note_list.tpl).
#pragma once

#include <aspic/aspic.h>

#include <vector>

#include "store/notes.h"

namespace pages {

// Sets the values of the list. Also tags the page, so that notes_changed() purges it.
void list_notes(aspic::Page& page, const std::vector<Note>& notes);

// Purges all pages that show notes. Returns true if nobody can see an old one any more.
bool notes_changed();

}  // namespace pages
