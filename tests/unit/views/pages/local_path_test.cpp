#include "pages/local_path.h"

#include <doctest/doctest.h>

using namespace manual;

TEST_CASE("a path of this site is the next page, and no other site is")
{
    CHECK(local_path("/man/1/ls?q=a") == "/man/1/ls?q=a");
    CHECK(local_path("//evil.example") == "/");
    CHECK(local_path({}) == "/");
}

TEST_CASE("no visitor is sent back to a form or to a fragment")
{
    CHECK(local_path("/account/sign-out") == "/");
    CHECK(local_path("/_navigation") == "/");
}
