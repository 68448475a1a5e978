#include <aspic/commands/status_text.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"

using namespace aspic;
using support::contains;

namespace {

SiteStatus status_at(std::int64_t now, std::uint64_t hits)
{
    Counters counters;
    counters.add(Count::hit, hits);
    for (std::uint64_t i = 0; i < hits; ++i)
        counters.add_answer(200, 10);
    SiteStatus status;
    status.now = now;
    status.processes.push_back({.process = 17,
                                .started = 1000,
                                .memory = std::uint64_t{30} << 20U,
                                .counts = counters.totals()});
    status.total = counters.totals();
    return status;
}

}  // namespace

TEST_CASE("rates are those since the last look")
{
    const SiteStatus before = status_at(11'000, 100);
    const SiteStatus now = status_at(13'000, 130);
    CHECK(contains(status_text(before, nullptr), "17       10 s  30 MiB        10.0  100.0 %"));
    CHECK(contains(status_text(now, &before), "17       12 s  30 MiB        15.0  100.0 %"));
    CHECK(contains(status_text(now, &before), "Every thread is free."));
    CHECK(contains(status_text(now, &before), "130 answers"));
}

TEST_CASE("what each thread works on is a table")
{
    SiteStatus status = status_at(11'000, 0);
    status.monotonic_now = 3'000'000'000;
    status.processes[0].activities.push_back(
        {.route = "/slow", .path = "/slow", .request_id = "id-1", .began = 1'000'000'000});
    const std::string text = status_text(status, nullptr);
    CHECK(contains(text, "17       2 s    /slow  /slow  id-1"));
    CHECK_FALSE(contains(text, "Every thread is free"));
}
