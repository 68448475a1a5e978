#include <aspic/base/random_id.h>

#include <doctest/doctest.h>

#include <set>

using namespace aspic;

TEST_CASE("an id has two hexadecimal digits for each byte")
{
    CHECK(random_id().size() == 16);
    CHECK(random_id(16).size() == 32);
    CHECK(random_id().find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(random_bytes(24).size() == 24);
    CHECK(random_bytes(0).empty());
}

TEST_CASE("no two ids are the same")
{
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i)
        ids.insert(random_id());
    CHECK(ids.size() == 1000);
}
