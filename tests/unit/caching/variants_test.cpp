#include <aspic/caching/variants.h>

#include <doctest/doctest.h>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

TEST_CASE("a limited number of pages of one path is admitted, and admitted pages stay admitted")
{
    Variants variants{2, 1h};
    CHECK(variants.admit("/s", "a", noon));
    CHECK(variants.admit("/s", "b", noon));
    CHECK_FALSE(variants.admit("/s", "c", noon));
    CHECK(variants.admit("/s", "a", noon));
    CHECK(variants.admit("/t", "c", noon));
}

TEST_CASE("the count starts again when the window is over, and not before")
{
    Variants variants{1, 1h};
    CHECK(variants.admit("/s", "a", noon));
    CHECK_FALSE(variants.admit("/s", "b", noon + 1h - 1s));
    CHECK(variants.admit("/s", "b", noon + 1h));
    CHECK_FALSE(variants.admit("/s", "a", noon + 1h));
}

TEST_CASE("at most a hundred thousand pages are admitted in total, whatever their paths")
{
    Variants variants{1, 1h};
    for (int i = 0; i < 100'000; ++i) {
        const std::string name = std::to_string(i);
        REQUIRE(variants.admit("/" + name, name, noon));
    }
    CHECK_FALSE(variants.admit("/more", "more", noon));
    CHECK(variants.admit("/0", "0", noon));
}
