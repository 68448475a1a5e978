#include <aspic/purging/purge_log.h>

#include <doctest/doctest.h>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::full_entry;
using support::noon;

TEST_CASE("the log of one process applies a purge at once")
{
    LocalPurgeLog log{60s, [] { return noon; }};
    CHECK(log.purge(by_tag("manual:ls")).complete());
    const auto entry = full_entry();
    entry->position = {};
    CHECK(log.index().judge(*entry, noon).purged_by == "tag manual:ls");
    CHECK(log.index().position() == Position{0, 1});
}

TEST_CASE("the log of one process is always current, and its positions grow")
{
    LocalPurgeLog log{60s, [] { return noon; }};
    CHECK(log.is_current());
    CHECK_FALSE(log.is_lost());
    Position last = log.index().position();
    for (const Purge& purge : {by_tag("a"), by_path("/a", true), everything(), by_tag("a")}) {
        CHECK(log.purge(purge).complete());
        CHECK(log.index().position() > last);
        last = log.index().position();
    }
}

TEST_CASE("a process that can reach no log reports it at each purge, and trusts no page")
{
    AbsentPurgeLog log{"there is none"};
    CHECK_FALSE(log.is_current());
    CHECK(log.is_lost());
    const PurgeOutcome outcome = log.purge(by_tag("a"));
    CHECK_FALSE(outcome.complete());
    CHECK_FALSE(outcome.kept);
    CHECK(outcome.problem == "the purge of tag a reached nobody: there is none");
}
