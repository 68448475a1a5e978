#include <charconv>

#include "base/text.h"
#include "catalogue/search_index.h"
#include "library.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::int64_t page_size = 20;
constexpr int last_page = 10'000;

int page_number(std::string_view typed)
{
    int number = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (error != std::errc{} || end != typed.data() + typed.size() || number < 1 ||
        number > last_page) {
        throw NotFound{"There is no such page of results."};
    }
    return number;
}

std::string results_url(const SearchTerms& terms, std::int64_t number)
{
    std::string url = search_path() + "?q=" + percent_encode(terms.text());
    return number > 1 ? url + "&page=" + std::to_string(number) : url;
}

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

void add_pages(Page& page, const SearchTerms& terms, std::int64_t number, std::int64_t total)
{
    const std::int64_t pages = (total + page_size - 1) / page_size;
    page.show("HAS_PAGES", pages > 1);
    page.set("PAGE_NUMBER", with_commas(number));
    page.set("PAGE_COUNT", with_commas(pages));
    page.show("HAS_PREVIOUS", number > 1);
    page.set("PREVIOUS_URL", results_url(terms, number - 1));
    page.show("HAS_NEXT", number < pages);
    page.set("NEXT_URL", results_url(terms, number + 1));
}

}  // namespace

Page search(PublicRequest& request)
{
    const SearchTerms terms{request.query("q").value_or("")};
    const int number = page_number(request.query("page").value_or("1"));
    const std::int64_t offset = (number - 1) * page_size;
    const SearchResults results = search_catalogue(library().catalogue, terms, offset, page_size);
    const std::int64_t shown = std::ssize(results.entries);
    if (shown == 0 && number > 1) throw NotFound{"There are not that many results."};

    Page page{"search.tpl"};
    page.set("TITLE", terms.empty() ? "Search" : terms.text() + ": search");
    page.set("QUERY", terms.text());
    page.show("HAS_QUERY", !terms.empty());
    page.show("HAS_RESULTS", shown > 0);
    page.show("NO_RESULTS", !terms.empty() && shown == 0);
    page.set("TOTAL", with_commas(results.total));
    page.show("ONE_RESULT", results.total == 1);
    page.show("MANY_RESULTS", results.total > 1);
    page.set("FIRST", with_commas(offset + 1));
    page.set("LAST", with_commas(offset + shown));
    add_results(page, terms, results);
    add_pages(page, terms, number, results.total);
    return page;
}

}  // namespace manual
