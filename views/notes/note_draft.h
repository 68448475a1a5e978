// The note that a guest has written. The guest's session keeps it while the visitor signs in or
// signs up. Then the note is added, so no typed text is lost.
#pragma once

#include <aspic/aspic.h>

#include <optional>
#include <string>

namespace manual {

struct NoteDraft {
    std::string section;  // the section of the page that the note is for
    std::string name;
    std::string text;  // the result of tidy_note(), without objection
};

// Replaces an earlier draft: the sealed cookie has room for one.
void keep_draft(aspic::Session& session, const NoteDraft& draft);

// Nothing once the visitor is signed in: read the draft before Session::sign_in().
std::optional<NoteDraft> kept_draft(const aspic::Session& session);
void drop_draft(aspic::Session& session);

// Sets the values that the forms for signing in and signing up show: note_draft.tpl.
void add_draft(aspic::Page& page, const std::optional<NoteDraft>& draft);

}  // namespace manual
