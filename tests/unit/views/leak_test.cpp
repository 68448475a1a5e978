#include <aspic/test.h>

#include <doctest/doctest.h>

#include "small_site.h"

using namespace manual;

namespace {

// Readers with accounts, so that the fragments have different content for them.
std::vector<aspic::Person> readers(const SmallManRoot& root)
{
    std::vector<aspic::Person> people{{"1", "Ana-of-the-leak-test"}, {"2", "Ben-of-the-leak-test"}};
    aspic::TestClient client{
        manual_site(),
        {.templates = ASPIC_SOURCE_DIR "/templates",
         .options = {{"man-root", root.path("man")}, {"data", root.path("data")}}}};
    for (const aspic::Person& person : people) {
        client.cookies().clear();
        const auto answer =
            client.post("/account/sign-up",
                        {{"name", person.name}, {"password", "correct horse"}, {"next", "/"}});
        CHECK(answer.status == 303);
    }
    return people;
}

}  // namespace

TEST_CASE("no cached page of the manual depends on its visitor")
{
    const SmallManRoot root;
    root.directory.write("man/de/man1/printf.1", page_source("printf", "gibt Daten aus"));
    const std::string man = std::filesystem::canonical(root.path("man")).string();
    root.directory.write("dpkg/info/print.list",
                         man + "/man1/printf.1\n" + man + "/man3/printf.3\n");
    const auto leaks = aspic::find_leaks(
        manual_site(),
        {.templates = ASPIC_SOURCE_DIR "/templates",
         .options = {{"man-root", root.path("man")},
                     {"data", root.path("data")},
                     {"dpkg", root.path("dpkg")}},
         .targets = {"/search?q=directory", "/search?q=", "/robots.txt", "/man/1?below=prin",
                     "/man", "/opensearch.xml", "/man/3/Foo::Bar", "/man/8/ls", "/sitemap.xml",
                     "/sitemap-1.xml"},
         .people = readers(root)});
    CHECK(aspic::to_text(leaks) == "");
}
