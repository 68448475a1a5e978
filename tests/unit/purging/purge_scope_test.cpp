#include <aspic/purging/purge_scope.h>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "../support/entries.h"
#include "../support/message_of.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::message_of;
using support::noon;

namespace {

/// A site, as seen by purges.
struct OneSite {
    std::shared_ptr<PurgeLog> log = std::make_shared<LocalPurgeLog>(60s, [] { return noon; });
    PurgeLogRegistration registration{log};

    std::uint64_t purges() const { return log->index().count(); }
};

std::string message_of_purge()
{
    return message_of<std::logic_error>([] { purge(everything()); });
}

void on_another_thread(const std::function<void()>& work)
{
    std::thread{work}.join();
}

}  // namespace

TEST_CASE("if no site is running, a purge says so")
{
    CHECK(message_of_purge() == "purge: no site is running in this process");
    CHECK_THROWS_AS(SitePurges::of_this_thread(), std::logic_error);
}

TEST_CASE("on a thread without a site a purge goes to the only site")
{
    const OneSite site;
    on_another_thread([] { CHECK(purge(everything()).complete()); });
    CHECK(site.purges() == 1);
}

TEST_CASE("if two sites are running, a purge goes to neither, and says what to do")
{
    const OneSite one;
    {
        const OneSite other;
        CHECK(support::contains(message_of_purge(), "several sites are running in this process"));
        CHECK(support::contains(message_of_purge(), "SitePurges::of_this_thread()"));
        CHECK(other.purges() == 0);
    }
    CHECK(one.purges() == 0);
    purge(everything());
    CHECK(one.purges() == 1);
}

TEST_CASE("in a site's scope a purge goes to that site, even if there are other sites")
{
    const OneSite one;
    const OneSite other;
    {
        const PurgeScope scope{one.log};
        purge(everything());
        {
            const PurgeScope inner{other.log};
            purge(everything());
        }
        purge(everything());
        // A scope applies only to its thread.
        on_another_thread([] { CHECK_THROWS_AS(purge(everything()), std::logic_error); });
    }
    CHECK(one.purges() == 2);
    CHECK(other.purges() == 1);
    CHECK_THROWS_AS(purge(everything()), std::logic_error);
}

TEST_CASE("a thread with the SitePurges of a site purges that site")
{
    const OneSite one;
    const OneSite other;
    std::optional<SitePurges> purges;
    {
        const PurgeScope scope{one.log};
        purges = SitePurges::of_this_thread();
    }
    on_another_thread([&] { CHECK(purges->purge(everything()).complete()); });
    CHECK(one.purges() == 1);
    CHECK(other.purges() == 0);
}

TEST_CASE("after its site has ended, a purge does nothing and reports that")
{
    const OneSite other;
    std::optional<SitePurges> purges;
    {
        const OneSite one;
        const PurgeScope scope{one.log};
        purges = SitePurges::of_this_thread();
    }
    CHECK(message_of<std::logic_error>([&] { purges->purge(everything()); }) ==
          "purge: the site of this SitePurges has ended");
    CHECK(other.purges() == 0);
}
