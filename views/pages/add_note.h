// The end of the way of a new note, which a guest's goes by the form for signing in.
#pragma once

#include <aspic/aspic.h>

#include "notes/note_draft.h"

namespace manual {

// REQUIRES: the visitor is signed in, and there is no objection to the text.
aspic::Answer add_note_of_visitor(aspic::Request& request, const NoteDraft& draft);

}  // namespace manual
