// What people type, over several thousand pages of Debian.

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "catalogue/search.h"
#include "catalogue/search_index.h"

using namespace manual;

namespace {

std::vector<std::vector<std::string>> rows_of(const char* file)
{
    std::vector<std::vector<std::string>> rows;
    std::ifstream in{std::string{ASPIC_SOURCE_DIR "/tests/unit/views/catalogue/"} + file};
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        auto& row = rows.emplace_back();
        for (const std::string_view cell : split(line, '\t'))
            row.emplace_back(cell);
    }
    return rows;
}

SearchIndex debian()
{
    SearchIndex index;
    for (const auto& row : rows_of("search_pages.txt"))
        index.add({row.at(0), row.at(1), row.at(2)}, "");
    index.finish();
    return index;
}

}  // namespace

TEST_CASE("what people mean comes first, in at least 95 of 100 queries")
{
    const SearchIndex index = debian();
    REQUIRE(index.pages().size() > 4000);
    const auto queries = rows_of("search_queries.txt");
    REQUIRE(queries.size() >= 80);
    std::size_t right = 0;
    std::string wrong;
    for (const auto& query : queries) {
        const SearchResults results = search_pages(index, SearchTerms{query.at(0)}, 0, 1);
        const std::string first =
            results.entries.empty() ? "nothing" : results.entries.front().label();
        const auto wanted = split(query.at(1), ' ');
        if (std::find(wanted.begin(), wanted.end(), first) != wanted.end()) {
            ++right;
        } else {
            wrong += query[0] + " finds " + first + ", not " + query[1] + "\n";
        }
    }
    INFO(wrong);
    CHECK(100 * right >= 95 * queries.size());
}

TEST_CASE("a family of hundreds of pages does not hide others")
{
    const SearchIndex index = debian();
    for (const char* query : {"create", "list", "delete", "describe", "instances", "update"}) {
        const SearchResults results = search_pages(index, SearchTerms{query}, 0, 5);
        CAPTURE(query);
        CHECK(results.total > 20);
        REQUIRE(results.entries.size() == 5);
        if (std::string_view{query} == "instances") continue;
        CHECK(!results.entries.front().name.starts_with("gcloud_"));
    }
}

TEST_CASE("a well-known command that is the first word is among the results")
{
    const SearchIndex index = debian();
    const auto first = [&](const char* query) {
        return search_pages(index, SearchTerms{query}, 0, 1).entries.at(0).label();
    };
    CHECK(first("tar exclude") == "tar(1)");
    CHECK(first("date format string") == "date(1)");
    // git has many pages of its own, and one of them has all words.
    CHECK(first("git stash changes").starts_with("git-"));
    // The others stay in the results.
    CHECK(search_pages(index, SearchTerms{"tar exclude"}, 0, 9).total > 1);
}
