#include <aspic/http/weight.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a weight is read in thousandths")
{
    CHECK(weight_of("q=0.5") == 500);
    CHECK(weight_of("q=1") == 1000);
    CHECK(weight_of("q=1.000") == 1000);
    CHECK(weight_of("q=0") == 0);
    CHECK(weight_of("q=0.") == 0);
    CHECK(weight_of("Q=0.001") == 1);
    CHECK(weight_of("level=1; q=0.25 ;x=y") == 250);
}

TEST_CASE("a weight that is absent or malformed counts as 1")
{
    for (const auto* parameters : {"", "level=1", "q", "q=", "q=a", "q=-1", "xq=0"}) {
        CAPTURE(parameters);
        CHECK(weight_of(parameters) == 1000);
    }
}
