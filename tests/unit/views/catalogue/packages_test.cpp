#include "catalogue/packages.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "../man_directory.h"
#include "catalogue/catalogue_update.h"

using namespace manual;

namespace {

// Twenty commands and two other pages in one package; one page in another.
struct Packaged {
    Packaged()
    {
        std::string tools;
        for (char letter = 'a'; letter <= 't'; ++letter)
            tools += write("man1/" + std::string{letter} + ".1");
        tools += write("man5/a.5") + write("man8/z.8") + write("de/man1/a.1");
        list("tools", tools);
        list("alone", write("man1/alone.1"));
        write("man1/local.1");
    }
    // Returns a line of a list.
    std::string write(const std::string& page) const
    {
        directory.write("man/" + page, page_source("x", "about " + page));
        return (std::filesystem::canonical(directory.path()) / "man" / page).string() + "\n";
    }
    void list(const std::string& package, const std::string& files) const
    {
        directory.write("dpkg/info/" + package + ".list-new", files);
        std::filesystem::rename(directory.path() / ("dpkg/info/" + package + ".list-new"),
                                directory.path() / ("dpkg/info/" + package + ".list"));
    }
    CatalogueUpdate update()
    {
        return update_catalogue(catalogue, ManRoot{(directory.path() / "man").string()},
                                directory.path() / "dpkg");
    }
    std::string around(const char* section, const char* name, std::size_t most)
    {
        return labels(same_package(catalogue, {section, name, ""}, most).near);
    }
    static std::string labels(const std::vector<Entry>& pages)
    {
        std::string text;
        for (const Entry& page : pages)
            text += (text.empty() ? "" : " ") + page.label();
        return text;
    }

    ManDirectory directory;
    Catalogue catalogue{directory.path() / "catalogue.db"};
};

}  // namespace

TEST_CASE("a page has the pages around it in its package, by section as in man(1), then by name")
{
    Packaged machine;
    machine.update();
    CHECK(machine.around("1", "j", 4) == "h(1) i(1) k(1) l(1)");
    CHECK(machine.around("1", "a", 3) == "b(1) c(1) d(1)");
    CHECK(machine.around("5", "a", 3) == "s(1) t(1) z(8)");
    CHECK(machine.around("1", "t", 4) == "r(1) s(1) z(8) a(5)");
    const PackagePages all = same_package(machine.catalogue, {"1", "b", ""}, 100);
    CHECK(all.package == "tools");
    CHECK(all.others == 21);
    CHECK(all.near.size() == 21);
}

TEST_CASE("the only page of a package, a page of no package and no page have no others")
{
    Packaged machine;
    machine.update();
    for (const char* name : {"alone", "local", "missing"}) {
        CAPTURE(name);
        const PackagePages found = same_package(machine.catalogue, {"1", name, ""}, 12);
        CHECK(found.package.empty());
        CHECK(found.others == 0);
        CHECK(found.near.empty());
    }
    CHECK(packages(machine.catalogue) == std::vector<std::string>{"tools"});
    CHECK(Packaged::labels(pages_of(machine.catalogue, "alone").front().pages) == "alone(1)");
    CHECK(pages_of(machine.catalogue, "tools").back().pages.front().description ==
          "about man5/a.5");
    CHECK(pages_of(machine.catalogue, "").empty());
}

TEST_CASE("pages move to another package, although their files have not changed")
{
    Packaged machine;
    machine.update();
    machine.list("tools", "");
    const std::string both =
        (std::filesystem::canonical(machine.directory.path()) / "man/man1/").string();
    machine.list("alone", both + "alone.1\n" + both + "b.1\n");
    CHECK(machine.update().read == 0);
    CHECK(machine.around("1", "b", 12) == "alone(1)");
    CHECK(packages(machine.catalogue) == std::vector<std::string>{"alone"});
}

TEST_CASE("a page that is written again, or that is new, has its package")
{
    Packaged machine;
    machine.update();
    machine.directory.write("man/man1/b.1", page_source("b", "another description"));
    CHECK(machine.update().read == 1);
    CHECK(same_package(machine.catalogue, {"1", "b", ""}, 12).package == "tools");
    // A local page hides the one of the package.
    machine.directory.write("local/man1/b.1", page_source("b", "a local page"));
    const std::string roots = (machine.directory.path() / "local").string() + ":" +
                              (machine.directory.path() / "man").string();
    update_catalogue(machine.catalogue, ManRoot{roots}, machine.directory.path() / "dpkg");
    CHECK(same_package(machine.catalogue, {"1", "b", ""}, 12).package.empty());
    CHECK(same_package(machine.catalogue, {"1", "c", ""}, 12).package == "tools");
}
