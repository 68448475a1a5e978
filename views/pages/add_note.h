// Adds a new note. A guest's note is added here after the guest has signed in.
#pragma once

#include <aspic/aspic.h>

#include "notes/note_draft.h"

namespace manual {

// REQUIRES: the visitor is signed in, and there is no objection to the text.
aspic::Answer add_note_of_visitor(aspic::Request& request, const NoteDraft& draft);

}  // namespace manual
