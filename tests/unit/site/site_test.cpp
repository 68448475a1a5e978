#include <aspic/site/site.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include <aspic/site/test_client.h>
#include "../support/small_site.h"

using namespace aspic;
using support::small_site;
using support::SmallTemplates;

TEST_CASE("a site's start functions run in order, with the values of its options")
{
    Site site = small_site();
    site.option("man-root", "DIR", "/usr/share/man", "directory of manual pages");
    std::vector<std::string> seen;
    site.on_start([&](const Settings& settings) { seen.push_back(settings.get("man-root")); });
    site.on_start([&](const Settings& settings) { seen.push_back(settings.get("data")); });
    const SmallTemplates templates;
    const TestClient usual{site, {.templates = templates.path()}};
    const TestClient other{site, {.templates = templates.path(), .options = {{"man-root", "/m"}}}};
    CHECK(seen == std::vector<std::string>{"/usr/share/man", ".", "/m", "."});
}

TEST_CASE("a start function that fails ends the program with its sentence")
{
    Site site = small_site();
    site.on_start([](const Settings&) { throw std::runtime_error{"there is no catalogue"}; });
    const SmallTemplates templates;
    CHECK_THROWS_WITH((TestClient{site, {.templates = templates.path()}}), "there is no catalogue");
}

TEST_CASE("an undeclared option is named")
{
    const Settings settings{{{"data", "."}}};
    CHECK(settings.get("data") == ".");
    CHECK_THROWS_WITH_AS(settings.get("man-root"), "there is no option --man-root",
                         std::out_of_range);
}

TEST_CASE("a site's commands are stored with their functions")
{
    Site site = small_site();
    site.command("index", "build the catalogue", [](const Settings&) { return 3; });
    REQUIRE(site.commands().size() == 1);
    CHECK(site.commands()[0].name == "index");
    CHECK(site.commands()[0].run(Settings{{}}) == 3);
}
