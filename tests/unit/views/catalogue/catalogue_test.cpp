#include "catalogue/catalogue.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../man_directory.h"
#include "catalogue/catalogue_update.h"

using namespace manual;

namespace {

struct SmallMachine {
    SmallMachine()
    {
        directory.write("man/man1/ls.1.gz", page_source("ls", "list directory contents"));
        directory.write("man/man1/printf.1", page_source("printf", "format and print data"));
        directory.write("man/man3/printf.3", page_source("printf, fprintf", "formatted output"));
        directory.write("man/man7/crypto.7ssl", page_source("crypto", "OpenSSL"));
        directory.link("man/man1/dir.1.gz", "ls.1.gz");
    }
    CatalogueUpdate update()
    {
        return update_catalogue(catalogue, ManRoot{directory.path() / "man"});
    }

    ManDirectory directory;
    Catalogue catalogue{directory.path() / "catalogue.db"};
};

}  // namespace

TEST_CASE("an updated catalogue has every page with its description")
{
    SmallMachine machine;
    const CatalogueUpdate update = machine.update();
    CHECK(update.pages == 5);
    CHECK(update.read == 5);
    CHECK(machine.catalogue.find("1", "ls")->description == "list directory contents");
    CHECK(machine.catalogue.find("1", "dir")->description == "list directory contents");
    CHECK(machine.catalogue.file("1", "ls") == "man1/ls.1.gz");
    CHECK(!machine.catalogue.find("3", "ls"));
    CHECK(!machine.catalogue.find("1", "LS"));
}

TEST_CASE("a second update reads only new or changed pages, and deletes removed ones")
{
    SmallMachine machine;
    machine.update();
    CHECK(machine.update().read == 0);

    std::filesystem::remove(machine.directory.path() / "man/man1/dir.1.gz");
    machine.directory.write("man/man1/printf.1", page_source("printf", "print very well"));
    machine.directory.write("man/man8/mount.8", page_source("mount", "mount a filesystem"));
    const CatalogueUpdate update = machine.update();
    CHECK(update.read == 2);
    CHECK(update.removed == 1);
    CHECK(update.pages == 5);
    CHECK(machine.catalogue.find("1", "printf")->description == "print very well");
    CHECK(!machine.catalogue.find("1", "dir"));
}

TEST_CASE("another man root replaces all pages")
{
    SmallMachine machine;
    machine.update();
    machine.directory.write("other/man1/rm.1", page_source("rm", "remove"));
    update_catalogue(machine.catalogue, ManRoot{machine.directory.path() / "other"});
    CHECK(machine.catalogue.chapters().size() == 1);
    CHECK(machine.catalogue.find("1", "rm"));
}

TEST_CASE("a catalogue that was closed can be opened again")
{
    SmallMachine machine;
    machine.update();
    Catalogue again{machine.directory.path() / "catalogue.db"};
    CHECK(again.find("1", "ls"));
}

TEST_CASE("a page that cannot be read is reported and skipped")
{
    SmallMachine machine;
    machine.directory.write("man/man1/empty.1", "");
    std::ofstream{machine.directory.path() / "man/man1/damaged.1.gz"} << "\x1f\x8b not really";
    const CatalogueUpdate update = machine.update();
    CHECK(update.unreadable.size() == 2);
    CHECK(update.pages == 5);
}

TEST_CASE("a chapter counts its real sections")
{
    SmallMachine machine;
    machine.update();
    const auto chapters = machine.catalogue.chapters();
    REQUIRE(chapters.size() == 3);
    CHECK(chapters[0].section == "1");
    CHECK(chapters[0].pages == 3);
    CHECK(machine.catalogue.sections("7").front().section == "7ssl");
    CHECK(machine.catalogue.list("7", "").size() == 1);
    CHECK(machine.catalogue.list("7ssl", "").size() == 1);
    CHECK(machine.catalogue.list("1", "p").size() == 1);
}

TEST_CASE(
    "a reference finds the page in exactly its section first, then in a section that begins with "
    "it")
{
    SmallMachine machine;
    machine.update();
    CHECK(machine.catalogue.refer("7", "crypto")->section == "7ssl");
    CHECK(machine.catalogue.refer("3", "printf")->section == "3");
    CHECK(!machine.catalogue.refer("2", "printf"));
}

TEST_CASE("a name in several sections is found, in the order of man(1)")
{
    SmallMachine machine;
    machine.directory.write("man/man2/printf.2", page_source("printf", "not a system call"));
    machine.directory.write("man/man8/printf.8", page_source("printf", "for administrators"));
    machine.update();
    std::string order;
    for (const Entry& entry : machine.catalogue.named("printf"))
        order += entry.section + " ";
    CHECK(order == "1 8 3 2 ");
}

TEST_CASE("many threads may read while the catalogue is updated")
{
    SmallMachine machine;
    machine.update();
    std::atomic<bool> finished{false};
    std::atomic<int> missing{0};
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!finished)
                missing += !machine.catalogue.find("1", "ls") ||
                           machine.catalogue.named("printf").size() != 2;
        });
    }
    for (int i = 0; i < 10; ++i) {
        machine.directory.write(
            "man/man1/ls.1.gz",
            page_source("ls", "version " + std::string(static_cast<std::size_t>(i), 'x')));
        CHECK(machine.update().read == 2);  // dir(1) is a link to it
    }
    finished = true;
    readers.clear();
    CHECK(missing == 0);
}

TEST_CASE("a database in a directory that does not exist is an error that names the file")
{
    CHECK_THROWS_WITH_AS(Catalogue{"/nowhere/catalogue.db"},
                         "cannot open database /nowhere/catalogue.db: No such file or directory",
                         DatabaseError);
}

TEST_CASE("a damaged catalogue is an error that says how to make a new one")
{
    ManDirectory directory;
    directory.write("man/man1/ls.1", page_source("ls", "list directory contents"));
    directory.write("catalogue.db", std::string(8192, 'x'));
    CHECK_THROWS_WITH_AS(Catalogue{directory.path() / "catalogue.db"},
                         doctest::Contains("file is not a database; if the file is damaged, stop "
                                           "the site and remove catalogue.db*"),
                         DatabaseError);

    Catalogue catalogue{directory.path() / "other.db"};
    catalogue.database().borrow()->script("DROP TABLE translations");
    CHECK_THROWS_WITH_AS(update_catalogue(catalogue, ManRoot{directory.path() / "man"}),
                         doctest::Contains("remove catalogue.db*"), DatabaseError);
}
