#include <algorithm>

#include "catalogue/sections.h"
#include "formatting/formatted.h"
#include "library.h"
#include "notes/note_text.h"
#include "pages/missing.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

// A short page needs no table of contents.
constexpr std::size_t fewest_headings = 3;

ManualHtml rendered(const Entry& entry)
{
    Catalogue& catalogue = library().catalogue;
    const ManRoot& root = library().root;
    const auto file = catalogue.file(entry.section, entry.name);
    if (!file || !root.has(*file)) throw NotFound{"The page " + entry.label() + " was removed."};
    const auto page_url = [&](std::string_view section, std::string_view name) -> std::string {
        const auto target = catalogue.refer(section, name);
        const bool itself =
            target && target->section == entry.section && target->name == entry.name;
        return target && !itself ? manual_path(target->section, target->name) : "";
    };
    return formatted(root.source(*file), entry.label(), page_url);
}

void add_contents(Page& page, const std::vector<Heading>& contents)
{
    page.show("HAS_TOC", contents.size() >= fewest_headings);
    page.list("TOC");
    for (const Heading& heading : contents) {
        Values& row = page.add("TOC");
        row.set("TOC_HEADING", heading.text);
        row.set("TOC_URL", heading.url);
        row.show("HAS_SUBHEADINGS", !heading.below.empty());
        row.list("SUBHEADINGS");
        for (const Heading& below : heading.below) {
            Values& subrow = row.add("SUBHEADINGS");
            subrow.set("SUBHEADING", below.text);
            subrow.set("SUBHEADING_URL", below.url);
        }
    }
}

}  // namespace

Answer manual(PublicRequest& /*request*/, std::string_view section, std::string_view name)
{
    const auto entry = library().catalogue.find(section, name);
    if (!entry) {
        // /man/3/Encode::Locale leads to the page in section 3pm.
        const auto meant = library().catalogue.refer(section, name);
        if (meant) return redirect(manual_path(meant->section, meant->name), 301);
        return missing(section, name);
    }
    ManualHtml html = rendered(*entry);

    Page page{"manual.tpl"};
    page.set("TITLE", entry->label());
    page.set("NAME", entry->name);
    page.set("SECTION", entry->section);
    page.set("SECTION_TITLE", section_title(entry->section).title);
    page.set("SECTION_URL", section_path(entry->section));
    page.set("DESCRIPTION", entry->description);
    page.html("BODY", Html{std::move(html.body)});
    page.show("HAS_DATE", !html.date.empty());
    page.set("DATE", html.date);
    page.show("HAS_SOURCE", !html.source.empty());
    page.set("SOURCE", html.source);
    page.set("MARK_READ_URL", mark_read_path(entry->section, entry->name));
    page.set("ADD_NOTE_URL", add_note_path(entry->section, entry->name));
    page.set("NOTES_PATH", notes_path(entry->section, entry->name));
    page.set("LONGEST_NOTE", longest_note);
    page.tag("notes", entry->section, entry->name);
    add_contents(page, html.contents);
    add_other_sections(page, section, name);
    return page;
}

}  // namespace manual
