#include <doctest/doctest.h>

#include "visitor.h"

TEST_CASE("no cached page depends on who asks for it")
{
    const DataDirectory data;
    const auto leaks = aspic::find_leaks(
        the_site(), {.templates = "templates", .options = {{"data", data.path()}}});
    CHECK(aspic::to_text(leaks) == "");
}

TEST_CASE("an address that does not exist gets the site's own error page")
{
    Visitor visitor;
    const auto answer = visitor.client.get("/nowhere");
    CHECK(answer.status == 404);
    CHECK(contains(answer.body, "Back to the start"));
}
