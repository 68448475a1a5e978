#include "catalogue/neighbours.h"

#include <doctest/doctest.h>

#include "../man_directory.h"
#include "catalogue/catalogue_update.h"

using namespace manual;

namespace {

std::string name_of(const std::optional<Entry>& entry)
{
    return entry ? entry->label() : "";
}

}  // namespace

TEST_CASE("the pages of a section follow each other as in its index")
{
    const ManDirectory directory;
    for (const char* name : {"a", "A", "ab", "AB", "z", "_exit", "exit"})
        directory.write("man/man2/" + std::string{name} + ".2", page_source(name, "a page"));
    directory.write("man/man2/ac.2type", page_source("ac", "a page of another section"));
    Catalogue catalogue{directory.path() / "catalogue.db"};
    update_catalogue(catalogue, ManRoot{directory.path() / "man"});

    const std::vector<Entry> index = catalogue.list("2", "");
    std::vector<Entry> section;
    for (const Entry& entry : index) {
        if (entry.section == "2") section.push_back(entry);
    }
    REQUIRE(section.size() == 7);
    for (std::size_t i = 0; i < section.size(); ++i) {
        CAPTURE(section[i].name);
        const Neighbours around = neighbours(catalogue, section[i]);
        CHECK(name_of(around.previous) == (i == 0 ? "" : section[i - 1].label()));
        CHECK(name_of(around.next) == (i + 1 == section.size() ? "" : section[i + 1].label()));
    }
    const Neighbours alone = neighbours(catalogue, catalogue.find("2type", "ac").value());
    CHECK_FALSE(alone.previous);
    CHECK_FALSE(alone.next);
}
