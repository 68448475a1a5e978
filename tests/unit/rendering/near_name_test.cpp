#include <aspic/rendering/near_name.h>

#include <doctest/doctest.h>

#include <vector>

using namespace aspic;

TEST_CASE("the nearest name is found, if it is near")
{
    const std::vector<std::string> names{"TITLE", "TEXT", "ROWS"};
    CHECK(near_name("TITEL", names) == "TITLE");
    CHECK(near_name("ROW", names) == "ROWS");
    CHECK(near_name("TXET", names) == "TEXT");
    CHECK(near_name("TITLES", names) == "TITLE");
    CHECK(near_name("ADDRESS", names).empty());
    CHECK(near_name("A", names).empty());
    CHECK(near_name(std::string(1000, 'A'), names).empty());
    CHECK(near_name("TITLE", {}).empty());
}
