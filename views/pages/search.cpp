#include "base/text.h"
#include "catalogue/search_index.h"
#include "library.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr Pagination::Number page_size = 20;

void add_results(Page& page, const SearchTerms& terms, const SearchResults& results)
{
    page.list("RESULTS");
    for (const Entry& entry : results.entries) {
        Values& row = page.add("RESULTS");
        row.set("NAME", entry.name);
        row.set("RESULT_SECTION", entry.section);
        row.set("URL", manual_path(entry.section, entry.name));
        row.set("DESCRIPTION", entry.description);
        row.show("EXACT", entry.name == terms.name());
    }
}

}  // namespace

Page search(PublicRequest& request)
{
    const SearchTerms terms{request.query("q").value_or("")};
    Pagination pages{request, page_size};
    pages.keep("q", terms.text());
    const SearchResults results =
        search_catalogue(library().catalogue, terms, pages.offset(), pages.size());
    pages.set_total(results.total);
    const std::int64_t shown = std::ssize(results.entries);

    Page page{"search.tpl"};
    page.set("TITLE", terms.empty() ? "Search" : terms.text() + ": search");
    page.set("QUERY", terms.text());
    page.show("HAS_QUERY", !terms.empty());
    page.show("HAS_RESULTS", shown > 0);
    page.show("NO_RESULTS", !terms.empty() && shown == 0);
    page.set("TOTAL", with_commas(results.total));
    page.show("ONE_RESULT", results.total == 1);
    page.show("MANY_RESULTS", results.total > 1);
    page.set("FIRST", with_commas(pages.offset() + 1));
    page.set("LAST", with_commas(pages.offset() + shown));
    add_results(page, terms, results);
    pages.add_to(page);
    return page;
}

}  // namespace manual
