#include <aspic/caching/failures.h>

#include <doctest/doctest.h>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

namespace {

Failures::Failure failure(int status = 500)
{
    return {.answer = std::make_shared<RenderedAnswer>(RenderedAnswer{.status = status}),
            .page = std::make_shared<Entry>(),
            .until = {}};
}

}  // namespace

TEST_CASE("a page that fails is not tried for two seconds, then four, at most five minutes")
{
    Failures failures;
    Time now = noon;
    for (const auto pause : {2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s}) {
        CHECK(failures.note("a", failure(), {}, now) == pause);
        CHECK(failures.find("a", now + pause - 1s));
        CHECK_FALSE(failures.find("a", now + pause));
        now += pause;
    }
    for (int i = 0; i < 100; ++i)
        failures.note("a", failure(), {}, now);
    CHECK(failures.note("a", failure(), {}, now) == 300s);
}

TEST_CASE("a failure keeps the last answer and the end of its pause")
{
    Failures failures;
    failures.note("a", failure(500), {}, noon);
    failures.note("a", failure(503), {}, noon);
    const auto found = failures.find("a", noon);
    REQUIRE(found);
    CHECK(found->answer->status == 503);
    CHECK(found->until == noon + 4s);
    CHECK_FALSE(failures.find("b", noon));
}

TEST_CASE("after a success or a long time the pause of a page starts at two seconds again")
{
    Failures failures;
    failures.note("a", failure(), {}, noon);
    failures.forget("a");
    CHECK_FALSE(failures.find("a", noon));
    CHECK(failures.note("a", failure(), {}, noon) == 2s);
    CHECK(failures.note("a", failure(), {}, noon + 2s + Failures::remembered) == 2s);
    CHECK(failures.note("a", failure(), {}, noon + 3s + Failures::remembered) == 4s);
}

TEST_CASE("a view may state its pause, up to five minutes, and the next pause is not longer")
{
    Failures failures;
    CHECK(failures.note("a", failure(), 7s, noon) == 7s);
    CHECK(failures.note("a", failure(), 7s, noon) == 7s);
    CHECK(failures.note("a", failure(), 24h, noon) == 300s);
    CHECK(failures.note("a", failure(), {}, noon) == 2s);
}

TEST_CASE("the number of failures is limited, and the one whose pause ends first is removed")
{
    constexpr int most = 1'000;
    Failures failures;
    failures.note("long", failure(), 300s, noon);
    failures.note("short", failure(), 1s, noon);
    for (int i = 0; i < most - 2; ++i)
        failures.note(std::to_string(i), failure(), {}, noon);
    failures.note("one more", failure(), {}, noon);
    CHECK(failures.find("one more", noon));
    CHECK(failures.find("long", noon));
    CHECK(failures.find("0", noon));
    CHECK_FALSE(failures.find("short", noon));
}
