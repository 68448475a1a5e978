#include <aspic/rendering/values.h>

#include <doctest/doctest.h>

#include <cstdint>

using namespace aspic;

TEST_CASE("a value is found by its name, and the last set value counts")
{
    Values values;
    values.set("NAME", "ls");
    values.set("NAME", std::string{"cp"});
    values.html("BODY", Html{"<p>"});
    REQUIRE(values.find("NAME"));
    CHECK(values.find("NAME")->text == "cp");
    CHECK(values.find("NAME")->kind == Values::Kind::text);
    CHECK(values.find("BODY")->kind == Values::Kind::html);
    CHECK_FALSE(values.find("name"));
    CHECK_FALSE(values.find(""));
}

TEST_CASE("a number is set as its digits, whatever its type")
{
    Values values;
    values.set("A", -7);
    values.set("B", std::uint64_t{18'446'744'073'709'551'615U});
    values.set("C", std::size_t{0});
    CHECK(values.find("A")->text == "-7");
    CHECK(values.find("B")->text == "18446744073709551615");
    CHECK(values.find("C")->text == "0");
}

TEST_CASE("text that replaces html is not html")
{
    Values values;
    values.html("X", Html{"<b>"});
    values.set("X", "<b>");
    CHECK(values.find("X")->kind == Values::Kind::text);
}

TEST_CASE("a section shows or not, and a list shows if it has a row")
{
    Values values;
    values.show("A");
    values.show("B", false);
    values.list("C");
    CHECK(values.find("A")->shown);
    CHECK_FALSE(values.find("B")->shown);
    CHECK_FALSE(values.find("C")->shown);
    values.add("C").set("N", 1);
    CHECK(values.find("C")->shown);
    CHECK(values.find("C")->rows.size() == 1);
}

TEST_CASE("a row keeps its place while more rows are added")
{
    Values values;
    Values& first = values.add("ROWS");
    for (int i = 0; i < 1000; ++i)
        values.add("ROWS");
    for (int i = 0; i < 100; ++i)
        values.set("V" + std::to_string(i), i);
    first.set("NAME", "first");
    CHECK(values.find("ROWS")->rows.front()->find("NAME")->text == "first");
}
