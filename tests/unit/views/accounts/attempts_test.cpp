#include "accounts/attempts.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../../support/temporary_directory.h"
#include "accounts/account_table.h"
#include "database/database_pool.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    Fixture() { prepare_accounts(*pool.borrow()); }

    std::chrono::seconds begin(const AttemptRule& rule, std::string_view subject = "x")
    {
        return Attempts{*pool.borrow()}.begin({{std::string{subject}, rule}}, now);
    }

    support::TemporaryDirectory directory;
    DatabasePool pool{directory.path() / "accounts.db"};
    std::chrono::sys_seconds now{1'800'000'000s};
};

}  // namespace

TEST_CASE("waits double up to their limit, and end after a day without a failure")
{
    Fixture brake;
    const AttemptRule rule{2, 5s, 60s};
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 10; ++i) {
        const auto wait = brake.begin(rule);
        if (wait.count() > 0) {
            waits.push_back(wait.count());
            brake.now += wait;
            CHECK(brake.begin(rule) == 0s);
        }
    }
    CHECK(waits == std::vector<std::int64_t>{5, 10, 20, 40, 60, 60, 60});
    brake.now += 25h;
    CHECK(brake.begin(rule) == 0s);
    CHECK(brake.begin(rule) == 0s);
}

TEST_CASE("a clock that was set back makes no visitor wait for long")
{
    Fixture brake;
    const AttemptRule rule{0, 5s, 60s};
    brake.begin(rule);
    brake.now -= 1000h;
    CHECK(brake.begin(rule) <= 5s);
}

TEST_CASE("an attempt that must wait for one subject is not counted for any subject")
{
    Fixture brake;
    const AttemptRule strict{0, 5s, 60s};
    const AttemptRule mild{2, 5s, 60s};
    brake.begin(strict, "strict");
    const auto database = brake.pool.borrow();
    Attempts attempts{*database};
    for (int i = 0; i < 5; ++i)
        CHECK(attempts.begin({{"strict", strict}, {"mild", mild}}, brake.now) == 5s);
    CHECK(attempts.failures("mild", brake.now) == 0);
    CHECK(attempts.failures("strict", brake.now) == 1);
}

TEST_CASE(
    "if a rule makes new subjects wait, each waits once, and asking again does not lengthen the "
    "wait")
{
    Fixture brake;
    const AttemptRule rule{0, 30s, 1h, true};
    CHECK(brake.begin(rule) == 30s);
    brake.now += 20s;
    CHECK(brake.begin(rule) == 10s);
    brake.now += 10s;
    CHECK(brake.begin(rule) == 0s);
    CHECK(brake.begin(rule) == 60s);
}

TEST_CASE("attempts made at the same time are all counted")
{
    Fixture brake;
    std::atomic<int> refused{0};
    std::vector<std::jthread> visitors;
    for (int i = 0; i < 10; ++i)
        visitors.emplace_back([&] { refused += brake.begin({5, 5s, 60s}) > 0s; });
    visitors.clear();
    CHECK(refused == 4);
}

TEST_CASE("IPv6 visitors count by their network")
{
    CHECK(network_of("192.0.2.7") == "192.0.2.7");
    CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(network_of("2001:db8:1:2:3:4:5:6", 48) == "2001:db8:1::/48");
    CHECK(network_of("") == "");
}

TEST_CASE("a wait is written in words")
{
    CHECK(in_words(1s) == "1 second");
    CHECK(in_words(90s) == "90 seconds");
    CHECK(in_words(91s) == "2 minutes");
    CHECK(in_words(15min) == "15 minutes");
}
