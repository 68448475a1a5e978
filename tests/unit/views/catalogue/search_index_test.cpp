#include "catalogue/search_index.h"

#include <doctest/doctest.h>

#include "../man_directory.h"
#include "catalogue/catalogue_update.h"

using namespace manual;

namespace {

struct Searchable {
    Searchable()
    {
        const auto add = [&](const std::string& file, const std::string& name,
                             const std::string& description) {
            directory.write("man/" + file, page_source(name, description));
        };
        add("man1/ls.1", "ls", "list directory contents");
        add("man8/lsof.8", "lsof", "list open files");
        add("man1/[.1", "[", "check file types");
        add("man3/opendir.3", "opendir", "open a directory");
        add("man1/printf.1", "printf", "format data");
        add("man3/printf.3", "printf, dprintf", "formatted output, unlike ls");
        add("man1/git-log.1", "git-log", "show commit logs");
        add("man1/muenchen.1", "muenchen", "M\u00FCnchen, near or not");
        update_catalogue(catalogue, ManRoot{directory.path() / "man"});
    }
    std::string first(std::string_view query)
    {
        const SearchResults results = search_catalogue(catalogue, SearchTerms{query}, 0, 20);
        return results.entries.empty() ? "" : results.entries.front().label();
    }

    ManDirectory directory;
    Catalogue catalogue{directory.path() / "catalogue.db"};
};

}  // namespace

TEST_CASE("the exact name comes first, then names that begin with it, then descriptions")
{
    Searchable site;
    const SearchResults results = search_catalogue(site.catalogue, SearchTerms{"ls"}, 0, 20);
    REQUIRE(results.total == 3);
    CHECK(results.entries[0].label() == "ls(1)");
    CHECK(results.entries[1].label() == "lsof(8)");
    CHECK(results.entries[2].label() == "printf(3)");
}

TEST_CASE("all words must match, by their beginnings, in any case and without accents")
{
    Searchable site;
    CHECK(site.first("direc open") == "opendir(3)");
    CHECK(site.first("COMMIT") == "git-log(1)");
    CHECK(site.first("munchen") == "muenchen(1)");
    CHECK(site.first("git log") == "git-log(1)");
    CHECK(site.first("dprintf") == "printf(3)");
    CHECK(site.first("commit directory").empty());
}

TEST_CASE("a section in parentheses puts that section first")
{
    Searchable site;
    CHECK(site.first("printf(3)") == "printf(3)");
    CHECK(site.first("printf (1)") == "printf(1)");
}

TEST_CASE("names without letters are found")
{
    Searchable site;
    CHECK(site.first("[") == "[(1)");
}

TEST_CASE("no input acts as an operator or causes an error")
{
    Searchable site;
    for (const std::string query :
         {"\"",      "\"ls",      "ls\"\"",   "ls AND",  "OR",  "NOT ls", "NEAR(ls, 2)",
          "name:ls", "name : ls", "*",        "ls*",     "^ls", "-ls",    "{name}: ls",
          "(",       ")",         "'",        "';--",    "%",   "_",      "\\",
          "+",       "\u201C",    "\xff\xfe", "\xe2\x82"}) {
        CHECK_NOTHROW_MESSAGE(search_catalogue(site.catalogue, SearchTerms{query}, 0, 20), query);
    }
    CHECK_NOTHROW(
        search_catalogue(site.catalogue, SearchTerms{std::string_view{"l\0s", 3}}, 0, 20));
    CHECK_NOTHROW(search_catalogue(site.catalogue, SearchTerms{std::string(1 << 20, '"')}, 0, 20));
    CHECK(site.first("near") == "muenchen(1)");
}

TEST_CASE("the search text is limited in length and tidied")
{
    CHECK(SearchTerms{"  a \t\n b\x01 "}.text() == "a b");
    CHECK(SearchTerms{std::string(5000, 'x')}.text().size() == 200);
    CHECK(SearchTerms{" \n "}.empty());
}

TEST_CASE("results come in pages, with the total number")
{
    Searchable site;
    const SearchResults second = search_catalogue(site.catalogue, SearchTerms{"ls"}, 1, 1);
    CHECK(second.total == 3);
    REQUIRE(second.entries.size() == 1);
    CHECK(second.entries[0].label() == "lsof(8)");
    CHECK(search_catalogue(site.catalogue, SearchTerms{"ls"}, 100, 20).entries.empty());
}
