#include "catalogue/translations.h"

#include <doctest/doctest.h>

#include <fstream>

#include "../man_directory.h"
#include "catalogue/catalogue_update.h"
#include "catalogue/search.h"

using namespace manual;

namespace {

struct TwoLanguages {
    TwoLanguages()
    {
        directory.write("man/man1/ls.1", page_source("ls", "list"));
        directory.write("man/de/man1/ls.1", page_source("ls", "zeige"));
        directory.write("man/fr/man1/ls.1", page_source("ls", "affiche"));
        directory.write("man/de/man1/nur.1", page_source("nur", "nur auf deutsch"));
    }
    CatalogueUpdate update()
    {
        return update_catalogue(catalogue, ManRoot{directory.path() / "man"});
    }
    std::string path(const char* name) const { return (directory.path() / "man" / name).string(); }
    void remove(const char* name) const { std::filesystem::remove(path(name)); }
    std::string description(const char* name)
    {
        const auto entry = catalogue.find("1", name);
        return entry ? entry->description : "";
    }
    using Languages = std::vector<std::string>;
    Languages languages(const char* name) { return languages_of(catalogue, "1", name); }
    std::int64_t results(const char* query)
    {
        return search_catalogue(catalogue, SearchTerms{query}, 0, 10).total;
    }

    ManDirectory directory;
    Catalogue catalogue{directory.path() / "catalogue.db"};
};

}  // namespace

TEST_CASE("a page is known in all its languages, English first")
{
    TwoLanguages machine;
    CHECK(machine.update().pages == 4);
    CHECK(machine.languages("ls") == TwoLanguages::Languages{"en", "de", "fr"});
    CHECK(page_in(machine.catalogue, "de", "1", "ls")->entry.description == "zeige");
    CHECK(page_in(machine.catalogue, "de", "1", "ls")->file == "de/man1/ls.1");
    CHECK(page_in(machine.catalogue, "en", "1", "ls")->file == "man1/ls.1");
    CHECK_FALSE(page_in(machine.catalogue, "en", "1", "nur"));
    CHECK(refer_in(machine.catalogue, "fr", "1", "ls"));
    CHECK_FALSE(refer_in(machine.catalogue, "fr", "1", "nur"));
    CHECK(all_translations(machine.catalogue).size() == 3);
    CHECK(machine.update().read == 0);
}

TEST_CASE("lists and searches have pages in English, and others only if there is no English one")
{
    TwoLanguages machine;
    machine.update();
    CHECK(machine.catalogue.list("1", "").size() == 2);
    CHECK(machine.results("zeige") == 0);
    CHECK(machine.results("list") == 1);
    CHECK(machine.results("deutsch") == 1);
}

TEST_CASE("a page stays in the lists while it has any language")
{
    TwoLanguages machine;
    machine.update();
    machine.remove("man1/ls.1");
    CHECK(machine.update().removed == 1);
    CHECK(machine.description("ls") == "zeige");
    machine.remove("de/man1/ls.1");
    machine.update();
    CHECK(machine.description("ls") == "affiche");
    CHECK(machine.languages("ls") == TwoLanguages::Languages{"fr"});
    machine.directory.write("man/man1/ls.1", page_source("ls", "list again"));
    machine.update();
    CHECK(machine.description("ls") == "list again");
    machine.remove("de/man1/nur.1");
    machine.update();
    CHECK(machine.description("nur").empty());
    CHECK(machine.results("deutsch") == 0);
}

TEST_CASE("a changed translation is read again")
{
    TwoLanguages machine;
    machine.update();
    machine.directory.write("man/de/man1/nur.1", page_source("nur", "geändert und länger"));
    CHECK(machine.update().read == 1);
    CHECK(machine.description("nur") == "geändert und länger");
    CHECK(machine.results("deutsch") == 0);
}

TEST_CASE("a page whose included page is changed or removed is read again")
{
    TwoLanguages machine;
    machine.directory.write("man/man1/dir.1", ".so man1/ls.1\n");
    machine.update();
    CHECK(machine.description("dir") == "list");
    machine.directory.write("man/man1/ls.1", page_source("ls", "list in another way"));
    CHECK(machine.update().read == 2);
    CHECK(machine.description("dir") == "list in another way");

    machine.remove("man1/ls.1");
    const CatalogueUpdate update = machine.update();
    const std::string why = "page man1/dir.1 only points to man1/ls.1, which is not there";
    CHECK(update.unreadable == std::vector<std::string>{why});
    CHECK(machine.description("dir").empty());
    CHECK(why_unreadable(machine.catalogue, "en", "1", "dir") == why);
    CHECK_FALSE(why_unreadable(machine.catalogue, "de", "1", "dir"));

    machine.directory.write("man/man1/ls.1", page_source("ls", "back"));
    CHECK(machine.update().unreadable.empty());
    CHECK(machine.description("dir") == "back");
    CHECK_FALSE(why_unreadable(machine.catalogue, "en", "1", "dir"));
}

TEST_CASE("the first description of a name counts")
{
    TwoLanguages machine;
    machine.directory.write("man/man1/ls.1",
                            ".SH NAME\nother \\- other\n.br\nls \\- first\n.br\nls "
                            "\\- second\n");
    machine.update();
    CHECK(machine.description("ls") == "first");
}
