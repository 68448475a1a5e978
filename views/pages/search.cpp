#include "catalogue/search.h"

#include "base/text.h"
#include "library.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr Pagination::Number page_size = 20;

void add_results(Page& page, const SearchResults& results)
{
    page.list("RESULTS");
    bool first = results.named;
    for (const Entry& entry : results.entries) {
        Values& row = page.add("RESULTS");
        row.set("NAME", entry.name);
        row.set("RESULT_SECTION", entry.section);
        row.set("URL", manual_path(entry.section, entry.name));
        row.set("DESCRIPTION", entry.description);
        row.show("EXACT", first);
        first = false;
    }
}

// "printf(3)" asks for a page, not for a list. The suggestions under the search box lead to the
// list all the same, with `all`.
std::optional<Entry> only_page(PublicRequest& request, const SearchTerms& terms)
{
    if (!terms.names_one_page() || request.query("all")) return {};
    const NameReading& reading = terms.readings().front();
    return library().catalogue.refer(reading.section, reading.name);
}

Page results_page(PublicRequest& request, const SearchTerms& terms)
{
    Pagination pages{request, page_size};
    pages.keep("q", terms.text());
    if (terms.names_one_page()) pages.keep("all", "yes");
    const SearchResults results =
        search_catalogue(library().catalogue, terms, pages.offset(), pages.size());
    pages.set_total(results.total);
    const std::int64_t shown = std::ssize(results.entries);
    const bool meant = !results.suggestion.empty();

    Page page{"search.tpl"};
    page.set("TITLE", terms.empty() ? "Search" : terms.text() + ": search");
    page.set("QUERY", terms.text());
    page.show("HAS_QUERY", !terms.empty());
    page.show("HAS_RESULTS", shown > 0);
    page.show("NO_RESULTS", !terms.empty() && shown == 0);
    page.show("CORRECTED", results.is_corrected);
    page.show("DID_YOU_MEAN", meant && !results.is_corrected);
    page.set("SUGGESTION", results.suggestion);
    page.set("SUGGESTION_URL", search_path() + "?q=" + percent_encode(results.suggestion));
    page.show("SOME_WORDS", shown > 0 && !results.named && !results.all_words);
    page.set("SHOWN_QUERY", results.is_corrected ? results.suggestion : terms.text());
    page.set("TOTAL", with_commas(results.total));
    page.show("ONE_RESULT", results.total == 1);
    page.show("MANY_RESULTS", results.total > 1);
    page.set("FIRST", with_commas(pages.offset() + 1));
    page.set("LAST", with_commas(pages.offset() + shown));
    add_results(page, results);
    pages.add_to(page);
    return page;
}

}  // namespace

Answer search(PublicRequest& request)
{
    const SearchTerms terms{request.query("q").value_or("")};
    if (const auto page = only_page(request, terms))
        return redirect(manual_path(page->section, page->name), 302);
    return results_page(request, terms);
}

}  // namespace manual
