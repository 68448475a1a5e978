#include "base/text.h"
#include "catalogue/index_rows.h"
#include "catalogue/sections.h"
#include "library.h"
#include "pages/missing.h"
#include "pages/page_head.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::size_t longest_prefix = 200;

std::string anchor(char letter)
{
    if (letter == '#') return "letter-other";
    return std::string{"letter-"} + static_cast<char>(letter - 'A' + 'a');
}

void add_subsections(Page& page, std::string_view section)
{
    page.list("SUBSECTIONS");
    const auto subsections =
        section.size() == 1 ? library().catalogue.sections(section) : std::vector<SectionCount>{};
    page.show("HAS_SUBSECTIONS", subsections.size() > 1);
    for (const SectionCount& each : subsections) {
        if (each.section == section)
            continue;  // has no index of its own: the index of its chapter contains it
        Values& row = page.add("SUBSECTIONS");
        row.set("SUBSECTION", each.section);
        row.set("SUBSECTION_TITLE", section_title(each.section).title);
        row.set("SUBSECTION_COUNT", with_commas(each.pages));
        row.set("SUBSECTION_URL", section_path(each.section));
    }
}

void add_row(Values& group, const IndexRow& row, std::string_view section)
{
    const Entry& page = row.page;
    Values& entry = group.add("ENTRIES");
    entry.show("PAGE", !row.is_folder());
    entry.show("FOLDER", row.is_folder());
    entry.show("OTHER_SUFFIX", page.section != section);
    entry.set("NAME", page.name);
    entry.set("PAGE_SECTION", page.section);
    entry.set("URL", row.is_folder() ? section_below_path(section, page.name)
                                     : manual_path(page.section, page.name));
    entry.set("DESCRIPTION", page.description);
    entry.set("FOLDER_COUNT", with_commas(static_cast<std::int64_t>(row.pages)));
}

}  // namespace

Answer section(PublicRequest& request, std::string_view section)
{
    const std::string_view prefix = request.query("below").value_or("");
    if (prefix.size() > longest_prefix) throw BadRequest{"The prefix of the names is too long."};
    std::vector<Entry> entries = library().catalogue.list(section, prefix);
    if (entries.empty() && prefix.empty()) return page_named(section);
    if (entries.empty())
        throw NotFound{"There are no such pages in section " + std::string{section} + "."};

    Page page{"section.tpl"};
    const SectionTitle title = section_title(section);
    page.set("TITLE", "Section " + std::string{section} + ": " + std::string{title.title});
    describe(page,
             "Section " + std::string{section} + " of the manual: " + std::string{title.about} +
                 ". " + with_commas(static_cast<std::int64_t>(entries.size())) + " pages.",
             prefix.empty() ? section_path(section) : section_below_path(section, prefix));
    page.set("SECTION", section);
    page.set("SECTION_TITLE", title.title);
    page.set("SECTION_ABOUT", title.about);
    page.set("SECTION_URL", section_path(section));
    page.set("COUNT", with_commas(static_cast<std::int64_t>(entries.size())));
    page.show("BELOW", !prefix.empty());
    page.set("BELOW_PREFIX", prefix);
    const std::size_t parent = prefix.find_last_of("_-.:", prefix.find_last_not_of("_-.:"));
    page.set("PARENT_URL", prefix.empty() ? ""
                           : parent == std::string_view::npos
                               ? section_path(section)
                               : section_below_path(section, prefix.substr(0, parent + 1)));
    if (prefix.empty()) {
        add_subsections(page, section);
    } else {
        add_subsections(page, "");
    }

    page.list("LETTERS");
    page.list("GROUPS");
    for (const IndexGroup& group :
         grouped(index_rows(std::move(entries), prefix, most_index_rows), prefix)) {
        for (const std::string_view list : {"LETTERS", "GROUPS"}) {
            Values& row = page.add(list);
            row.set("LETTER", std::string_view{&group.letter, 1});
            row.set("ANCHOR", anchor(group.letter));
            if (list == "LETTERS") continue;
            row.list("ENTRIES");
            for (const IndexRow& each : group.rows)
                add_row(row, each, section);
        }
    }
    return page;
}

}  // namespace manual
