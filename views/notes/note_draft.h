// The note that a guest has written. It waits in the guest's session while the visitor signs in or
// up, and is then added: nothing that was typed is lost.
#pragma once

#include <aspic/aspic.h>

#include <optional>
#include <string>

namespace manual {

struct NoteDraft {
    std::string section;  // of the page that it is for
    std::string name;
    std::string text;  // as tidy_note() gives it, without objection
};

// An earlier one is replaced: the sealed cookie has room for one.
void keep_draft(aspic::Session& session, const NoteDraft& draft);

// Session::sign_in() forgets it, so it is asked for before.
std::optional<NoteDraft> kept_draft(const aspic::Session& session);

// What the forms for signing in and up say of it: note_draft.tpl.
void add_draft(aspic::Page& page, const std::optional<NoteDraft>& draft);

}  // namespace manual
