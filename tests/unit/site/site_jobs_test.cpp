// site.every and site.on_stop.
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/purging/purge.h>
#include <aspic/site/site.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::small_site;
using support::SmallTemplates;

TEST_CASE("a site has its jobs with their names, intervals and limits")
{
    Site site = small_site();
    site.every<"clean-up">(5min, [] {});
    site.every<"feed-2">(
        1h, [](const std::stop_token&) {}, 10min);
    REQUIRE(site.jobs().size() == 2);
    CHECK(site.jobs()[0].name == "clean-up");
    CHECK(site.jobs()[0].interval == 5min);
    CHECK(site.jobs()[0].time_limit == 0s);
    CHECK(site.jobs()[1].name == "feed-2");
    CHECK(site.jobs()[1].time_limit == 10min);
}

TEST_CASE("a job that cannot be is named, with the way out")
{
    Site site = small_site();
    site.every<"clean-up">(5min, [] {});
    CHECK(support::message_of<std::logic_error>([&] { site.every<"clean-up">(1h, [] {}); }) ==
          "the site has two jobs with the name \"clean-up\": choose another name");
    CHECK(support::message_of<std::invalid_argument>([&] { site.every<"quick">(0s, [] {}); }) ==
          "site.every<\"quick\">: the interval must be at least one second");
}

TEST_CASE("a test runs a job of its site, and purge() in it goes to that site")
{
    Site site = small_site();
    bool is_complete = false;
    site.every<"clean-up">(5min, [&] { is_complete = purge(everything()).complete(); });
    const SmallTemplates templates;
    TestClient client{site, {.templates = templates.path()}};
    client.get("/cached/a");
    const auto is_hit = [&] {
        const TestResponse response = client.get("/cached/a");
        return response.headers.get("Cache-Status")->find("; hit") != std::string::npos;
    };
    REQUIRE(is_hit());
    client.run_job("clean-up");
    CHECK(is_complete);
    CHECK_FALSE(is_hit());
    CHECK(support::message_of<std::out_of_range>([&] { client.run_job("cleanup"); }) ==
          "this site has no job \"cleanup\"");
}

TEST_CASE("stop functions run in the reverse order, also after one has failed")
{
    const support::CapturedLog log;
    Site site = small_site();
    std::vector<std::string> seen;
    site.on_stop([&](const Settings& settings) { seen.push_back(settings.get("data")); });
    site.on_stop([](const Settings&) { throw std::runtime_error{"told to fail"}; });
    site.on_stop([&](const Settings&) { seen.emplace_back("last"); });
    const SmallTemplates templates;
    {
        const TestClient client{site, {.templates = templates.path()}};
        CHECK(seen.empty());
    }
    CHECK(seen == std::vector<std::string>{"last", "."});
    CHECK(log.text().find("a function of on_stop failed exception=std::runtime_error "
                          "why=\"told to fail\"") != std::string::npos);
}
