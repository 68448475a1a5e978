#include "notes/note_draft.h"

#include "catalogue/sections.h"

namespace manual {

namespace {

constexpr std::string_view section_key = "note-section";
constexpr std::string_view name_key = "note-name";
constexpr std::string_view text_key = "note";

}  // namespace

void keep_draft(aspic::Session& session, const NoteDraft& draft)
{
    session.set(section_key, draft.section);
    session.set(name_key, draft.name);
    session.set(text_key, draft.text);
}

std::optional<NoteDraft> kept_draft(const aspic::Session& session)
{
    const auto section = session.get(section_key);
    const auto name = session.get(name_key);
    const auto text = session.get(text_key);
    if (session.signed_in() || !section || !name || !text) return {};
    return NoteDraft{std::string{*section}, std::string{*name}, std::string{*text}};
}

void drop_draft(aspic::Session& session)
{
    for (const std::string_view key : {section_key, name_key, text_key})
        session.erase(key);
}

void add_draft(aspic::Page& page, const std::optional<NoteDraft>& draft)
{
    page.show("HAS_DRAFT", draft.has_value());
    page.set("DRAFT_LABEL", draft ? page_label(draft->section, draft->name) : "");
    page.set("DRAFT_TEXT", draft ? draft->text : "");
}

}  // namespace manual
