#include "pages/missing.h"

#include "base/text.h"
#include "catalogue/search.h"
#include "catalogue/sections.h"
#include "library.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::size_t most_similar = 8;
constexpr std::size_t longest_shown = 100;

}  // namespace

Page missing(std::string_view section, std::string_view name)
{
    const std::string shown_name = tidy(name, longest_shown);
    const std::string shown_section = tidy(section, longest_shown);
    Page page{"missing.tpl"};
    page.status(404);
    page.set("TITLE",
             "No page " + (section.empty() ? shown_name : page_label(shown_section, shown_name)));
    page.set("NAME", shown_name);
    page.set("SECTION", shown_section);
    page.show("HAS_SECTION", !section.empty());
    page.set("SEARCH_URL", search_path() + "?q=" + percent_encode(shown_name));
    add_other_sections(page, section, name);

    const auto similar = similar_names(library().catalogue, shown_name, most_similar);
    page.show("HAS_SIMILAR", !similar.empty());
    page.list("SIMILAR");
    for (const Entry& entry : similar) {
        Values& row = page.add("SIMILAR");
        row.set("SIMILAR_LABEL", entry.label());
        row.set("SIMILAR_URL", manual_path(entry.section, entry.name));
        row.set("SIMILAR_DESCRIPTION", entry.description);
    }
    return page;
}

std::string_view name_of_file(std::string_view file)
{
    for (const std::string_view ending : {std::string_view{".html"}, std::string_view{".gz"}}) {
        if (file.ends_with(ending)) file.remove_suffix(ending.size());
    }
    return file;
}

Answer page_named(std::string_view name)
{
    const SearchTerms terms{name_of_file(name)};
    const SearchResults results = search_catalogue(library().catalogue, terms, 0, 1);
    if (!results.named || results.is_corrected) return missing("", name);
    const Entry& first = results.entries.front();
    return redirect(manual_path(first.section, first.name), 302);
}

void add_other_sections(Page& page, std::string_view section, std::string_view name)
{
    bool any = false;
    page.list("OTHERS");
    for (const Entry& entry : library().catalogue.named(name)) {
        if (entry.section == section) continue;
        any = true;
        Values& row = page.add("OTHERS");
        row.set("OTHER_LABEL", entry.label());
        row.set("OTHER_SECTION", entry.section);
        row.set("OTHER_URL", manual_path(entry.section, entry.name));
        row.set("OTHER_DESCRIPTION", entry.description);
    }
    page.show("HAS_OTHERS", any);
}

}  // namespace manual
