#include "catalogue/search.h"

#include <doctest/doctest.h>

#include "../man_directory.h"
#include "catalogue/catalogue_update.h"
#include "catalogue/search_index.h"

using namespace manual;

namespace {

struct Searchable {
    Searchable()
    {
        add("man1/ls.1", "ls", "list directory contents");
        add("man8/lsof.8", "lsof", "list open files");
        add("man1/[.1", "[", "check file types");
        add("man3/opendir.3", "opendir", "open a directory");
        add("man1/printf.1", "printf", "format data");
        add("man3/printf.3", "printf, dprintf", "formatted output, unlike ls");
        add("man1/git-log.1", "git-log", "show commit logs");
        add("man1/muenchen.1", "muenchen", "M\u00FCnchen, near or not");
        add("man1/grep.1", "grep", "print lines that match patterns");
        update();
    }
    void add(const std::string& file, const std::string& name, const std::string& description)
    {
        directory.write("man/" + file, page_source(name, description));
    }
    void update() { update_catalogue(catalogue, ManRoot{directory.path() / "man"}); }

    SearchResults search(std::string_view query, std::int64_t offset = 0, std::int64_t limit = 20)
    {
        return search_catalogue(catalogue, SearchTerms{query}, offset, limit);
    }
    std::string first(std::string_view query)
    {
        const SearchResults results = search(query);
        return results.entries.empty() ? "" : results.entries.front().label();
    }

    ManDirectory directory;
    Catalogue catalogue{directory.path() / "catalogue.db"};
};

}  // namespace

TEST_CASE("the exact name comes first, then names that begin with it, then descriptions")
{
    Searchable site;
    const SearchResults results = site.search("ls");
    REQUIRE(results.total == 3);
    CHECK(results.named);
    CHECK(results.entries[0].label() == "ls(1)");
    CHECK(results.entries[1].label() == "lsof(8)");
    CHECK(results.entries[2].label() == "printf(3)");
}

TEST_CASE("words match by their beginnings and stems, in any case and without accents")
{
    Searchable site;
    CHECK(site.first("direc open") == "opendir(3)");
    CHECK(site.first("opening directories") == "opendir(3)");
    CHECK(site.first("COMMIT") == "git-log(1)");
    CHECK(site.first("munchen") == "muenchen(1)");
    CHECK(site.first("git log") == "git-log(1)");
    CHECK(site.first("git l") == "git-log(1)");
    CHECK(site.first("dprintf") == "printf(3)");
    CHECK(site.first("folder") == "ls(1)");
}

TEST_CASE("if no page has all words, those with the most come, and the results say so")
{
    Searchable site;
    const SearchResults some = site.search("open commit directory");
    CHECK(!some.all_words);
    REQUIRE(!some.entries.empty());
    CHECK(some.entries.front().label() == "opendir(3)");
    CHECK(site.search("open directory").all_words);
    CHECK(site.search("zzzzzz").total == 0);
}

TEST_CASE("a section puts that section first")
{
    Searchable site;
    for (const char* query : {"printf(3)", "printf (3)", "printf.3", "3 printf", "man 3 printf"}) {
        CAPTURE(query);
        CHECK(site.first(query) == "printf(3)");
    }
    CHECK(site.first("printf") == "printf(1)");
}

TEST_CASE("names without letters are found")
{
    Searchable site;
    CHECK(site.first("[") == "[(1)");
}

TEST_CASE("a text with a typing error finds what was meant")
{
    Searchable site;
    const SearchResults results = site.search("grpe");
    CHECK(results.is_corrected);
    CHECK(results.suggestion == "grep");
    REQUIRE(!results.entries.empty());
    CHECK(results.entries.front().label() == "grep(1)");
    CHECK(site.search("git-lgo").suggestion == "git-log");
    CHECK(!site.search("grep").is_corrected);
    CHECK(site.search("grep").suggestion.empty());
}

TEST_CASE("no input acts as an operator or causes an error")
{
    Searchable site;
    for (const std::string query :
         {"\"",      "\"ls",      "ls\"\"",   "ls AND",   "OR",  "NOT ls",     "NEAR(ls, 2)",
          "name:ls", "name : ls", "*",        "ls*",      "^ls", "-ls",        "{name}: ls",
          "(",       ")",         "'",        "';--",     "%",   "_",          "\\",
          "+",       "\u201C",    "\xff\xfe", "\xe2\x82", "-",   "--",         "()",
          "man",     "man 3",     "the",      "3",        ".",   "\U0001F600", "\u0644\u0633"}) {
        CHECK_NOTHROW_MESSAGE(site.search(query), query);
    }
    CHECK_NOTHROW(site.search(std::string_view{"l\0s", 3}));
    CHECK_NOTHROW(site.search(std::string(1 << 20, '"')));
    CHECK_NOTHROW(site.search(std::string(10'000, 'a')));
    CHECK(site.first("near") == "muenchen(1)");
    CHECK(site.search("ls", -1).entries.empty());
}

TEST_CASE("results come in pages, with the total number")
{
    Searchable site;
    const SearchResults second = site.search("ls", 1, 1);
    CHECK(second.total == 3);
    REQUIRE(second.entries.size() == 1);
    CHECK(second.entries[0].label() == "lsof(8)");
    CHECK(site.search("ls", 100, 20).entries.empty());
}

TEST_CASE("a search finds what another process has added or removed")
{
    Searchable site;
    CHECK(site.search("chroot").total == 0);
    site.add("man8/chroot.8", "chroot", "run a command with another root");
    Catalogue other{site.directory.path() / "catalogue.db"};
    update_catalogue(other, ManRoot{site.directory.path() / "man"});
    CHECK(site.first("chroot") == "chroot(8)");
    std::filesystem::remove(site.directory.path() / "man/man8/chroot.8");
    update_catalogue(other, ManRoot{site.directory.path() / "man"});
    CHECK(site.search("chroot").total == 0);
}

TEST_CASE("an update without changes keeps the index")
{
    Searchable site;
    const auto before = site.catalogue.search_index();
    site.update();
    CHECK(site.catalogue.search_index() == before);
}

TEST_CASE("pages with similar names are offered for a missing one, the nearest first")
{
    Searchable site;
    const auto labels = [&](std::string_view name) {
        std::string all;
        for (const Entry& entry : similar_names(site.catalogue, name, 2))
            all += entry.label() + " ";
        return all;
    };
    CHECK(labels("pritnf") == "printf(1) printf(3) ");
    CHECK(labels("printfoo") == "printf(1) printf(3) ");
    CHECK(labels("zzz").empty());
    CHECK(labels("").empty());
}
