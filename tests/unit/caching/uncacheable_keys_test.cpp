#include <aspic/caching/uncacheable_keys.h>

#include <doctest/doctest.h>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

TEST_CASE("a mark lasts for its time")
{
    UncacheableKeys notes{5s};
    CHECK_FALSE(notes.has("a", noon));
    notes.write("a", noon);
    CHECK(notes.has("a", noon));
    CHECK(notes.has("a", noon + 4s));
    CHECK_FALSE(notes.has("a", noon + 5s));
    CHECK_FALSE(notes.has("b", noon));
    CHECK(notes.lifetime() == 5s);
}

TEST_CASE("a mark that is set again lasts longer")
{
    UncacheableKeys notes{5s};
    notes.write("a", noon);
    notes.write("a", noon + 3s);
    CHECK(notes.has("a", noon + 7s));
    CHECK_FALSE(notes.has("a", noon + 8s));
}

TEST_CASE("the number of marks is limited, and expired marks make room")
{
    constexpr int most = 10'000;
    UncacheableKeys notes{5s};
    for (int i = 0; i < most; ++i)
        notes.write(std::to_string(i), noon);
    notes.write("one more", noon);
    CHECK(notes.has("0", noon));
    CHECK(notes.has(std::to_string(most - 1), noon));
    CHECK_FALSE(notes.has("one more", noon));
    notes.write("later", noon + 5s);
    CHECK(notes.has("later", noon + 5s));
    CHECK_FALSE(notes.has("0", noon + 5s));
}
