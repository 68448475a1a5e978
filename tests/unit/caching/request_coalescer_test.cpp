#include <aspic/caching/request_coalescer.h>

#include <doctest/doctest.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::entry_of_size;

namespace {

constexpr auto long_enough = 60s;  // a test that waits so long has failed

struct Boarded {
    std::optional<RequestCoalescer::Lead> lead;
    EntryPtr landed{};
    RequestCoalescer::Clock::time_point began{};
};

/// Leads, or waits for the rendering that is under way.
Boarded board(RequestCoalescer& coalescer, const std::string& key)
{
    RequestCoalescer::Joined joined = coalescer.join(key);
    if (joined.lead) return {.lead = std::move(joined.lead)};
    if (!coalescer.wait(key, *joined.flight)) return {.lead = {}};
    return {.lead = {}, .landed = joined.flight->entry(), .began = joined.flight->began()};
}

}  // namespace

TEST_CASE("the first request leads, and after it has landed the next one leads")
{
    RequestCoalescer coalescer{long_enough};
    {
        const auto first = coalescer.join("a");
        CHECK(first.lead);
        CHECK_FALSE(first.flight);
        CHECK(coalescer.join("b").lead);
    }
    CHECK(coalescer.join("a").lead);
}

TEST_CASE("a wait has a time limit, and ends with nothing")
{
    RequestCoalescer coalescer{1ms};
    const auto first = coalescer.join("a");
    REQUIRE(first.lead);
    const auto second = coalescer.join("a");
    CHECK_FALSE(second.lead);
    REQUIRE(second.flight);
    CHECK(second.flight->most_waiting() == 1ms);
    CHECK_FALSE(coalescer.wait("a", *second.flight));
    CHECK_FALSE(second.flight->is_complete());
}

TEST_CASE("who keeps the rendering under way without waiting finds its result there later")
{
    RequestCoalescer coalescer{long_enough};
    CHECK(coalescer.under_way("a") == nullptr);
    auto leader = coalescer.join("a");
    REQUIRE(leader.lead);
    const auto flight = coalescer.under_way("a");
    REQUIRE(flight);
    CHECK(coalescer.join("a").flight == flight);
    CHECK(coalescer.landings() == 0);
    const EntryPtr made = entry_of_size("a", 10);
    leader.lead->land(made);
    CHECK(flight->is_complete());
    CHECK(flight->entry() == made);
    CHECK(coalescer.landings() == 1);
    CHECK(coalescer.wait("a", *flight));
    CHECK(coalescer.under_way("a") == nullptr);
}

TEST_CASE("of many simultaneous requests one leads, and all others get its result")
{
    constexpr std::size_t count = 8;
    RequestCoalescer coalescer{long_enough};
    auto leader = coalescer.join("a");
    REQUIRE(leader.lead);
    const EntryPtr made = entry_of_size("a", 10);
    std::atomic<std::size_t> got = 0;
    std::atomic<std::size_t> others = 0;
    std::atomic<std::size_t> boarding = 0;
    std::vector<std::thread> waiters;
    for (std::size_t i = 0; i < count; ++i) {
        waiters.emplace_back([&] {
            ++boarding;
            const auto boarded = board(coalescer, "a");
            // A request after the landing leads again.
            ++(boarded.lead || boarded.landed == made ? got : others);
        });
    }
    while (boarding < count)
        std::this_thread::yield();
    leader.lead->land(made);
    for (std::thread& waiter : waiters)
        waiter.join();
    CHECK(got == count);
    CHECK(others == 0);
}

TEST_CASE("if a leader fails, the waiting requests continue and the page is free again")
{
    RequestCoalescer coalescer{long_enough};
    std::atomic<bool> leads = false;
    std::atomic<bool> waits = false;
    std::thread failing{[&] {
        try {
            const auto boarded = coalescer.join("a");
            leads = boarded.lead.has_value();
            while (!waits)
                std::this_thread::yield();
            throw std::runtime_error{"the view has failed"};
        } catch (const std::runtime_error&) {
            return;
        }
    }};
    while (!leads)
        std::this_thread::yield();
    waits = true;
    const auto boarded = board(coalescer, "a");
    CHECK_FALSE(boarded.landed);
    failing.join();
    if (!boarded.lead) CHECK(coalescer.join("a").lead);
}

TEST_CASE("a lead lands once, even if it was moved")
{
    RequestCoalescer coalescer{long_enough};
    auto first = coalescer.join("a");
    RequestCoalescer::Lead lead = std::move(*first.lead);
    lead.land(nullptr);
    const auto next = coalescer.join("a");
    REQUIRE(next.lead);
    lead.land(entry_of_size("a", 1));
    CHECK_FALSE(coalescer.join("a").lead);  // the second one has not landed yet
}

TEST_CASE("join waits for no other request")
{
    RequestCoalescer coalescer{long_enough};
    auto lead = coalescer.join("a").lead;
    REQUIRE(lead);
    CHECK_FALSE(coalescer.join("a").lead);
    CHECK(coalescer.join("b").lead);
    lead->land(nullptr);
    CHECK(coalescer.join("a").lead);
}

TEST_CASE("requests that join a rendering get its result")
{
    RequestCoalescer coalescer{long_enough};
    auto lead = coalescer.join("a").lead;
    REQUIRE(lead);
    const EntryPtr made = entry_of_size("a", 1);
    std::thread lands{[&] { lead->land(made); }};
    const auto boarded = board(coalescer, "a");
    lands.join();
    // A request after the landing leads again.
    CHECK((boarded.lead || boarded.landed == made));
}

TEST_CASE("a request that joined a running rendering learns that it began before the request")
{
    RequestCoalescer coalescer{long_enough};
    const auto before = RequestCoalescer::Clock::now();
    auto lead = coalescer.join("a").lead;
    REQUIRE(lead);
    const auto asked = RequestCoalescer::Clock::now();
    std::atomic<bool> boarding = false;
    std::thread lands{[&] {
        while (!boarding)
            std::this_thread::yield();
        lead->land(entry_of_size("a", 1));
    }};
    boarding = true;
    const auto boarded = board(coalescer, "a");
    lands.join();
    if (boarded.lead) return;
    CHECK(boarded.began >= before);
    CHECK(boarded.began <= asked);
}
