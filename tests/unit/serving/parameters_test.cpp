#include <aspic/serving/parameters.h>

#include <doctest/doctest.h>

#include "../support/fastcgi.h"

using namespace aspic;

TEST_CASE("a parameter is found by its whole name, also a long one")
{
    const std::string value(300, 'v');
    const std::string all = support::pair("A", "1") + support::pair("EMPTY", "") +
                            support::pair("LONG", value) + support::pair("AB", "2");
    CHECK(find_parameter(all, "A") == "1");
    CHECK(find_parameter(all, "LONG") == value);
    CHECK(find_parameter(all, "AB") == "2");
    for (const auto* name : {"EMPTY", "B", "", "a"})
        CHECK(find_parameter(all, name).empty());
}

TEST_CASE("of two parameters with one name, the last one counts")
{
    const std::string all =
        support::pair("A", "1") + support::pair("B", "2") + support::pair("A", "3");
    CHECK(find_parameter(all, "A") == "3");
}

TEST_CASE("parameters may end anywhere")
{
    const std::string all =
        support::pair("A", "1") + support::pair("B", "whole") + support::pair("C", "3");
    const std::size_t whole = support::pair("A", "1").size() + support::pair("B", "whole").size();
    for (std::size_t size = 0; size < all.size(); ++size) {
        CAPTURE(size);
        CHECK(find_parameter(all.substr(0, size), "B") == (size < whole ? "" : "whole"));
    }
    CHECK(find_parameter("\xff\xff\xff\xff\xff\xff\xff\xff", "B").empty());
}
