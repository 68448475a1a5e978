#include <aspic/purging/purge_index.h>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

namespace {

constexpr auto grace = 60s;
constexpr bool soft = true;

/// A page of /ls with two tags, whose view began at this position.
std::shared_ptr<Entry> made_at(Position position)
{
    auto entry = std::make_shared<Entry>();
    entry->path = "/ls";
    entry->tags = {"manual:ls", "section:1"};
    entry->position = position;
    return entry;
}

bool is_dead(const PurgeIndex& index, Position made, Time now = noon)
{
    return index.judge(*made_at(made), now).dead;
}

bool is_untouched(const PurgeIndex& index, Position made, Time now = noon)
{
    return index.judge(*made_at(made), now).untouched();
}

}  // namespace

TEST_CASE("a page whose view began before a purge is dead, and one after it is not")
{
    for (const Purge& purge :
         {by_tag("manual:ls"), by_tag("section:1"), by_path("/ls"), everything()}) {
        CAPTURE(purge.to_text());
        PurgeIndex index{grace};
        CHECK(is_untouched(index, {}));
        index.apply({7, 3}, purge, noon);
        CHECK(is_dead(index, {}));
        CHECK(is_dead(index, {7, 2}));
        CHECK(is_untouched(index, {7, 3}));
        CHECK(is_untouched(index, {8, 0}));
        CHECK(index.judge(*made_at({}), noon).purged_by == purge.to_text());
    }
}

TEST_CASE("a purge affects nothing else")
{
    PurgeIndex index{grace};
    for (const Purge& purge : {by_tag("manual:cp"), by_tag("manual"), by_tag("ls"), by_tag("/ls"),
                               by_path("/"), by_path("/ls/x"), by_path("/LS"), by_tag("")}) {
        index.apply({index.position().milliseconds + 1, 0}, purge, noon);
    }
    CHECK(is_untouched(index, {}));
}

TEST_CASE("a tag with the name of a path, or \"all\", is something else")
{
    PurgeIndex index{grace};
    auto entry = made_at({});
    entry->tags = {"/other", "all"};
    index.apply({1, 0}, by_path("/other"), noon);
    CHECK(index.judge(*entry, noon).untouched());
    index.apply({2, 0}, by_tag("all"), noon);
    CHECK(index.judge(*entry, noon).dead);
    CHECK(is_untouched(index, {}));
}

TEST_CASE("the last of several purges counts")
{
    PurgeIndex index{grace};
    index.apply({1, 0}, by_tag("manual:ls"), noon);
    index.apply({2, 0}, by_tag("manual:cp"), noon);
    index.apply({3, 0}, by_tag("manual:ls"), noon);
    CHECK(is_dead(index, {2, 0}));
    CHECK(is_untouched(index, {3, 0}));
    CHECK(index.position() == Position{3, 0});
}

TEST_CASE("after a soft purge a page is stale for the grace time, and then dead")
{
    for (const Purge& purge : {by_tag("manual:ls", soft), by_path("/ls", soft), everything(soft)}) {
        CAPTURE(purge.to_text());
        PurgeIndex index{grace};
        index.apply({5, 0}, purge, noon);
        const auto verdict = index.judge(*made_at({4, 0}), noon + 59s);
        CHECK_FALSE(verdict.dead);
        CHECK_FALSE(verdict.untouched());
        CHECK(verdict.stale_since == noon);
        CHECK(verdict.purged_by == purge.to_text());
        CHECK(is_dead(index, {4, 0}, noon + 60s));
        CHECK(is_untouched(index, {5, 0}, noon + 24h));
    }
}

TEST_CASE("a second soft purge does not lengthen the grace of older pages")
{
    PurgeIndex index{grace};
    index.apply({1, 0}, by_tag("manual:ls", soft), noon);
    index.apply({2, 0}, by_tag("manual:ls", soft), noon + 30s);
    CHECK(index.judge(*made_at({0, 9}), noon + 40s).stale_since == noon);
    CHECK(is_dead(index, {0, 9}, noon + 60s));
    // A page between the two purges has its own grace.
    CHECK(index.judge(*made_at({1, 0}), noon + 60s).stale_since == noon + 30s);
    CHECK(is_dead(index, {1, 0}, noon + 90s));
    // After the grace of the first purge, a third one removes it. The page stays dead.
    index.apply({3, 0}, by_tag("manual:ls", soft), noon + 70s);
    CHECK(is_dead(index, {0, 9}, noon + 70s));
    CHECK_FALSE(is_dead(index, {1, 0}, noon + 70s));
    CHECK(is_dead(index, {1, 0}, noon + 90s));
    CHECK(index.judge(*made_at({2, 0}), noon + 90s).stale_since == noon + 70s);
}

TEST_CASE("the earliest of several soft purges counts, and a hard one beats them")
{
    PurgeIndex index{grace};
    index.apply({1, 0}, by_tag("section:1", soft), noon);
    index.apply({2, 0}, everything(soft), noon + 10s);
    CHECK(index.judge(*made_at({}), noon + 20s).stale_since == noon);
    CHECK(index.judge(*made_at({}), noon + 20s).purged_by == "tag section:1");
    CHECK(index.judge(*made_at({1, 0}), noon + 20s).stale_since == noon + 10s);
    index.apply({3, 0}, by_path("/ls"), noon + 20s);
    CHECK(index.judge(*made_at({1, 0}), noon + 20s).purged_by == "path /ls");
    CHECK(is_dead(index, {2, 0}, noon + 20s));
    CHECK(is_untouched(index, {3, 0}, noon + 20s));
}

TEST_CASE("a soft purge after a hard one does not revive pages")
{
    PurgeIndex index{grace};
    index.apply({1, 0}, by_tag("manual:ls"), noon);
    index.apply({2, 0}, by_tag("manual:ls", soft), noon);
    CHECK(is_dead(index, {0, 9}));
    CHECK(index.judge(*made_at({1, 0}), noon).stale_since == noon);
}

TEST_CASE("without a grace time a soft purge is a hard purge")
{
    PurgeIndex index{0s};
    index.apply({1, 0}, by_tag("manual:ls", soft), noon);
    CHECK(is_dead(index, {}));
}

TEST_CASE("over its limit the index forgets the oldest purges, and trusts no page because of that")
{
    constexpr std::uint64_t most = 10;
    PurgeIndex index{grace, most};
    for (std::uint64_t i = 1; i <= most; ++i)
        index.apply({i, 0}, by_tag(std::to_string(i)), noon);
    CHECK(is_untouched(index, {}));
    index.apply({100, 0}, by_tag("one more"), noon);
    CHECK(is_dead(index, {}));
    CHECK(is_dead(index, {99, 9}));
    CHECK(is_untouched(index, {100, 0}));
    auto entry = made_at({99, 0});
    entry->tags = {"one more"};
    CHECK(index.judge(*entry, noon).dead);
    for (std::uint64_t i = 1; i <= 1000; ++i) {
        index.apply({100 + i, 0}, by_tag(std::to_string(i)), noon);
        entry->tags = {std::to_string(i)};
        entry->position = {99 + i, 0};
        REQUIRE(index.judge(*entry, noon).dead);
        entry->position = {100 + i, 0};
        REQUIRE(index.judge(*entry, noon).untouched());
    }
}

TEST_CASE("reading the log again does not undo what is known")
{
    PurgeIndex index{grace};
    index.apply({3, 0}, by_tag("manual:ls"), noon);
    index.apply({10, 0}, by_tag("manual:ls"), noon);
    index.apply({12, 0}, by_path("/ls", soft), noon);
    index.begin_again();
    CHECK(is_dead(index, {5, 0}));
    index.apply({3, 0}, by_tag("manual:ls"), noon);
    CHECK(is_dead(index, {5, 0}));
    CHECK(is_dead(index, {9, 0}));
    index.apply({10, 0}, by_tag("manual:ls"), noon);
    index.apply({12, 0}, by_path("/ls", soft), noon);
    CHECK(is_dead(index, {9, 0}));
    CHECK(index.judge(*made_at({10, 0}), noon).stale_since == noon);
    CHECK(is_untouched(index, {12, 0}));
}

TEST_CASE("a page rendered while the log is read again gets no higher position than what was read")
{
    PurgeIndex index{grace};
    index.apply({10, 0}, by_tag("manual:ls"), noon);
    index.begin_again();
    CHECK(index.position() == Position{});
    index.apply({3, 0}, by_tag("a"), noon);
    CHECK(index.position() == Position{3, 0});
    index.apply({11, 0}, everything(), noon);
    CHECK(index.position() == Position{11, 0});
    CHECK(is_dead(index, {3, 0}));
}

TEST_CASE("an old soft purge that is read again after a hard one revives nothing")
{
    PurgeIndex index{grace};
    index.apply({5, 0}, by_tag("manual:ls", soft), noon);
    index.apply({9, 0}, by_tag("manual:ls"), noon);
    index.begin_again();
    index.apply({5, 0}, by_tag("manual:ls", soft), noon);
    CHECK(is_dead(index, {4, 0}));
    CHECK(is_dead(index, {8, 0}));
    CHECK(is_untouched(index, {9, 0}));
}

TEST_CASE("a purge that is not in the log yet applies to every page until it is")
{
    PurgeIndex index{grace};
    index.apply({3, 0}, by_tag("other"), noon);
    index.hold(by_tag("manual:ls"), noon);
    CHECK(is_dead(index, {3, 0}));
    // Purges of others are appended to the log. They say nothing about the purge that waits.
    index.apply({50, 0}, by_tag("other"), noon);
    CHECK(is_dead(index, {50, 0}));
    CHECK(index.judge(*made_at({50, 0}), noon).purged_by == "tag manual:ls");
    index.hold(by_tag("manual:ls"), noon);
    index.apply({51, 0}, by_tag("manual:ls"), noon);
    index.release(by_tag("manual:ls"));
    CHECK(is_dead(index, {51, 0}));
    index.release(by_tag("manual:ls"));
    CHECK(is_dead(index, {50, 0}));
    CHECK(is_untouched(index, {51, 0}));
    index.release(by_tag("manual:ls"));
    CHECK(is_untouched(index, {51, 0}));
}

TEST_CASE("a soft purge that is not in the log yet leaves pages for the grace time")
{
    PurgeIndex index{grace};
    index.hold(everything(soft), noon);
    CHECK(index.judge(*made_at({9, 0}), noon + 59s).stale_since == noon);
    CHECK(is_dead(index, {9, 0}, noon + 60s));
    index.hold(by_path("/ls"), noon);
    CHECK(is_dead(index, {9, 0}));
    index.release(by_path("/ls"));
    index.release(everything(soft));
    CHECK(is_untouched(index, {9, 0}));
}

TEST_CASE("the count changes with every change that may invalidate a page")
{
    PurgeIndex index{grace};
    std::uint64_t last = index.count();
    const auto has_changed = [&] { return std::exchange(last, index.count()) != last; };
    CHECK_FALSE(has_changed());
    index.apply({1, 0}, by_tag("a"), noon);
    CHECK(has_changed());
    index.apply({2, 0}, everything(soft), noon);
    CHECK(has_changed());
    index.judge(*made_at({}), noon);
    CHECK_FALSE(has_changed());
    index.hold(by_tag("a"), noon);
    CHECK(has_changed());
    index.release(by_tag("a"));
    CHECK(has_changed());
}

TEST_CASE("a thread that has seen a position has seen its purge, also with many threads")
{
    PurgeIndex index{grace};
    std::atomic<std::uint64_t> wrong = 0;
    std::atomic<bool> stop = false;
    std::vector<std::thread> judges;
    for (int i = 0; i < 3; ++i) {
        judges.emplace_back([&] {
            while (!stop) {
                const Position seen = index.position();
                if (seen == Position{}) continue;
                // Rendered just before that purge.
                if (!is_dead(index, {seen.milliseconds - 1, 0})) ++wrong;
            }
        });
    }
    for (std::uint64_t i = 1; i <= 2000; ++i)
        index.apply({i, 0}, i % 2 == 0 ? by_tag("manual:ls") : everything(), noon);
    stop = true;
    for (std::thread& judge : judges)
        judge.join();
    CHECK(wrong == 0);
}
