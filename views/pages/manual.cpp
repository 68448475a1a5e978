#include <algorithm>

#include "base/text.h"
#include "catalogue/neighbours.h"
#include "catalogue/packages.h"
#include "catalogue/sections.h"
#include "formatting/formatted.h"
#include "library.h"
#include "notes/note_text.h"
#include "pages/manual_page.h"
#include "pages/missing.h"
#include "pages/page_head.h"
#include "pages/pages.h"
#include "pages/unreadable.h"
#include "paths.h"
#include "sources/man_language.h"

namespace manual {

using namespace aspic;

namespace {

// A short page needs no table of contents.
constexpr std::size_t fewest_headings = 3;

// Of a large package, a page links to those around it. The page of the package has all.
constexpr std::size_t most_of_package = 12;

// Front ends limit the fields of an answer.
constexpr std::size_t longest_links = 4000;

ManualHtml rendered(const PageText& text)
{
    const Entry& entry = text.entry;
    Catalogue& catalogue = library().catalogue;
    if (!library().root.has(text.file))
        throw NotFound{"The page " + entry.label() + " was removed."};
    const auto page_url = [&](std::string_view section, std::string_view name) -> std::string {
        // A translation refers to pages in its language, if there are any.
        const bool is_english = text.language == english;
        const auto own =
            is_english ? std::nullopt : refer_in(catalogue, text.language, section, name);
        const auto target = own ? own : catalogue.refer(section, name);
        if (!target || (target->section == entry.section && target->name == entry.name)) return "";
        return own ? translated_path(text.language, target->section, target->name)
                   : manual_path(target->section, target->name);
    };
    return formatted(library().root.source(text.file), entry.label(), page_url,
                     {entry.name, entry.description});
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

// The links to the same page in other languages: for readers, and as a field `Link` for search
// engines.
void add_languages(Page& page, const PageText& text)
{
    const auto languages = languages_of(library().catalogue, text.entry.section, text.entry.name);
    page.show("HAS_LANGUAGES", languages.size() > 1);
    page.list("LANGUAGES");
    if (languages.size() < 2) return;
    std::string links;
    for (const std::string& language : languages) {
        const std::string url = page_path(language, text.entry.section, text.entry.name);
        if (!links.empty()) links += ", ";
        links.append("<").append(url).append(">; rel=\"alternate\"; hreflang=\"");
        links.append(language).append("\"");
        if (language == text.language) continue;
        Values& row = page.add("LANGUAGES");
        row.set("OTHER_LANGUAGE", language);
        row.set("LANGUAGE_NAME", language_name(language));
        row.set("LANGUAGE_URL", url);
    }
    if (links.size() <= longest_links) page.header("Link", links);
}

// "ls.1" -> "ls" in section 1.
std::string_view without_section(std::string_view name, std::string_view section)
{
    const std::string ending = "." + std::string{section};
    if (name.ends_with(ending)) name.remove_suffix(ending.size());
    return name;
}

void add_neighbour(Page& page, const std::string& prefix, const std::optional<Entry>& entry)
{
    page.show("HAS_" + prefix, entry.has_value());
    page.set(prefix + "_URL", entry ? manual_path(entry->section, entry->name) : "");
    page.set(prefix + "_LABEL", entry ? entry->label() : "");
    page.set(prefix + "_DESCRIPTION", entry ? entry->description : "");
}

// The links to other pages of the same Debian package.
void add_package(Page& page, const Entry& entry)
{
    const PackagePages found = same_package(library().catalogue, entry, most_of_package);
    page.show("HAS_PACKAGE", found.others > 0);
    page.set("PACKAGE", found.package);
    page.set("PACKAGE_URL", found.others > 0 ? package_path(found.package) : "");
    page.list("PACKAGE_PAGES");
    for (const Entry& each : found.near) {
        Values& row = page.add("PACKAGE_PAGES");
        row.set("PACKAGE_PAGE_URL", manual_path(each.section, each.name));
        row.set("PACKAGE_PAGE_LABEL", each.label());
    }
    const auto more = found.others - static_cast<std::int64_t>(found.near.size());
    page.show("HAS_MORE", more > 0);
    page.set("MORE", with_commas(more));
}

}  // namespace

std::string page_path(std::string_view language, std::string_view section, std::string_view name)
{
    return language == english ? manual_path(section, name)
                               : translated_path(language, section, name);
}

Page manual_page(const PageText& text)
{
    const Entry& entry = text.entry;
    ManualHtml html;
    try {
        html = rendered(text);
    } catch (const SourceError& error) {
        // It was changed after the last update of the catalogue.
        log(LogLevel::warning, "a page cannot be read",
            {{"page", entry.label()}, {"why", error.what()}});
        return unreadable(text.language, entry.section, entry.name, error.what());
    }

    Page page{"manual.tpl"};
    page.set("TITLE", entry.label());
    describe(page,
             entry.description.empty() ? entry.label() : entry.label() + ": " + entry.description,
             page_path(text.language, entry.section, entry.name));
    page.set("NAME", entry.name);
    page.set("SECTION", entry.section);
    page.set("SECTION_TITLE", section_title(entry.section).title);
    page.set("SECTION_URL", section_path(entry.section));
    page.set("DESCRIPTION", entry.description);
    page.set("LANGUAGE", text.language);
    page.set("DIRECTION", is_right_to_left(text.language) ? "rtl" : "ltr");
    page.html("BODY", Html{std::move(html.body)});
    page.show("HAS_DATE", !html.date.empty());
    page.set("DATE", html.date);
    page.show("HAS_SOURCE", !html.source.empty());
    page.set("SOURCE", html.source);
    page.set("MARK_READ_URL", mark_read_path(entry.section, entry.name));
    page.set("ADD_NOTE_URL", add_note_path(entry.section, entry.name));
    page.set("NOTES_PATH", notes_path(entry.section, entry.name));
    page.set("LONGEST_NOTE", longest_note);
    page.tag("notes", entry.section, entry.name);
    add_contents(page, html.contents);
    add_other_sections(page, entry.section, entry.name);
    add_languages(page, text);
    add_package(page, entry);
    // The index of a section lists no translations.
    const Neighbours around =
        text.language == english ? neighbours(library().catalogue, entry) : Neighbours{};
    add_neighbour(page, "PREVIOUS", around.previous);
    add_neighbour(page, "NEXT", around.next);
    return page;
}

Answer manual(PublicRequest& /*request*/, std::string_view section, std::string_view name)
{
    Catalogue& catalogue = library().catalogue;
    if (const auto text = page_in(catalogue, english, section, name)) return manual_page(*text);
    if (const auto reason = why_unreadable(catalogue, english, section, name))
        return unreadable(english, section, name, *reason);
    // There are pages that exist only in other languages.
    if (const auto languages = languages_of(catalogue, section, name); !languages.empty())
        return redirect(translated_path(languages.front(), section, name));
    // /man/3/Encode::Locale leads to the page in section 3pm.
    auto meant = catalogue.refer(section, name);
    if (!meant) meant = catalogue.refer(section, without_section(name_of_file(name), section));
    if (meant) return redirect(manual_path(meant->section, meant->name), 301);
    return missing(section, name);
}

}  // namespace manual
