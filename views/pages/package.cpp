#include <utility>

#include "base/text.h"
#include "catalogue/index_rows.h"
#include "catalogue/packages.h"
#include "catalogue/sections.h"
#include "library.h"
#include "pages/page_head.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

// A shorter list needs no filter.
constexpr std::size_t fewest_to_filter = 25;
constexpr std::size_t longest_package_name = 100;

std::string number(std::size_t count)
{
    return with_commas(static_cast<std::int64_t>(count));
}

// Returns the number of its rows.
std::size_t add_section(Page& page, const std::string& section, std::vector<Entry> pages)
{
    const std::string anchor = "section-" + section;
    Values& link = page.add("SECTIONS");
    link.set("SECTION", section);
    link.set("ANCHOR", anchor);
    Values& group = page.add("GROUPS");
    group.set("SECTION", section);
    group.set("ANCHOR", anchor);
    group.set("SECTION_TITLE", section_title(section).title);
    group.set("SECTION_URL", section_path(section));
    group.list("ENTRIES");
    const std::vector<IndexRow> rows = index_rows(std::move(pages), "", most_index_rows);
    for (const IndexRow& row : rows) {
        const std::string& name = row.page.name;
        Values& entry = group.add("ENTRIES");
        entry.show("PAGE", !row.is_folder());
        entry.show("FOLDER", row.is_folder());
        entry.set("URL",
                  row.is_folder() ? section_below_path(section, name) : manual_path(section, name));
        entry.set("NAME", name);
        entry.set("DESCRIPTION", row.page.description);
        entry.set("FOLDER_COUNT", number(row.pages));
    }
    return rows.size();
}

}  // namespace

Answer package(PublicRequest& /*request*/, std::string_view name)
{
    const std::vector<SectionPages> sections = pages_of(library().catalogue, name);
    if (sections.empty()) {
        throw NotFound{"There are no manual pages of a package " +
                       tidy(name, longest_package_name) + " on this machine."};
    }
    std::size_t count = 0;
    for (const SectionPages& each : sections)
        count += each.pages.size();
    if (count == 1) {
        const Entry& only = sections.front().pages.front();
        return redirect(manual_path(only.section, only.name), 302);
    }

    Page page{"package.tpl"};
    page.set("TITLE", "Package " + std::string{name});
    describe(
        page,
        "The " + number(count) + " manual pages of the Debian package " + std::string{name} + ".",
        package_path(name));
    page.set("PACKAGE", name);
    page.set("COUNT", number(count));
    page.list("SECTIONS");
    page.list("GROUPS");
    std::size_t rows = 0;
    for (const SectionPages& each : sections)
        rows += add_section(page, each.section, each.pages);
    page.show("HAS_BAR", rows >= fewest_to_filter);
    page.set("ROWS", number(rows));
    page.show("HAS_SECTIONS", sections.size() > 1);
    return page;
}

}  // namespace manual
