#include <aspic/caching/request_coalescer.h>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::entry_of_size;

namespace {

constexpr auto long_enough = 60s;  // a test that waits so long has failed

}  // namespace

TEST_CASE("the first request leads, and after it has landed the next one leads")
{
    RequestCoalescer coalescer;
    {
        const auto first = coalescer.board("a", 0ms);
        CHECK(first.lead);
        CHECK_FALSE(first.landed);
        CHECK(coalescer.board("b", 0ms).lead);
    }
    CHECK(coalescer.board("a", 0ms).lead);
}

TEST_CASE("a wait has a time limit, and ends with nothing")
{
    RequestCoalescer coalescer;
    const auto first = coalescer.board("a", 0ms);
    REQUIRE(first.lead);
    const auto second = coalescer.board("a", 1ms);
    CHECK_FALSE(second.lead);
    CHECK_FALSE(second.landed);
}

TEST_CASE("of many simultaneous requests one leads, and all others get its result")
{
    constexpr std::size_t count = 8;
    RequestCoalescer coalescer;
    auto leader = coalescer.board("a", 0ms);
    REQUIRE(leader.lead);
    const EntryPtr made = entry_of_size("a", 10);
    std::atomic<std::size_t> got = 0;
    std::atomic<std::size_t> others = 0;
    std::atomic<std::size_t> boarding = 0;
    std::vector<std::thread> waiters;
    for (std::size_t i = 0; i < count; ++i) {
        waiters.emplace_back([&] {
            ++boarding;
            const auto boarded = coalescer.board("a", long_enough);
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
    RequestCoalescer coalescer;
    std::atomic<bool> leads = false;
    std::atomic<bool> waits = false;
    std::thread failing{[&] {
        try {
            const auto boarded = coalescer.board("a", 0ms);
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
    const auto boarded = coalescer.board("a", long_enough);
    CHECK_FALSE(boarded.landed);
    failing.join();
    if (!boarded.lead) CHECK(coalescer.board("a", 0ms).lead);
}

TEST_CASE("a lead lands once, even if it was moved")
{
    RequestCoalescer coalescer;
    auto first = coalescer.board("a", 0ms);
    RequestCoalescer::Lead lead = std::move(*first.lead);
    lead.land(nullptr);
    const auto next = coalescer.board("a", 0ms);
    REQUIRE(next.lead);
    lead.land(entry_of_size("a", 1));
    CHECK_FALSE(coalescer.board("a", 0ms).lead);  // the second one has not landed yet
}

TEST_CASE("try_lead waits for no other request")
{
    RequestCoalescer coalescer;
    auto lead = coalescer.try_lead("a");
    REQUIRE(lead);
    CHECK_FALSE(coalescer.try_lead("a"));
    CHECK(coalescer.try_lead("b"));
    const auto boarded = coalescer.board("a", 0ms);
    CHECK_FALSE(boarded.lead);
    lead->land(nullptr);
    CHECK(coalescer.try_lead("a"));
}

TEST_CASE("requests that join a rendering started by try_lead get its result")
{
    RequestCoalescer coalescer;
    auto lead = coalescer.try_lead("a");
    REQUIRE(lead);
    const EntryPtr made = entry_of_size("a", 1);
    std::thread lands{[&] { lead->land(made); }};
    const auto boarded = coalescer.board("a", long_enough);
    lands.join();
    // A request after the landing leads again.
    CHECK((boarded.lead || boarded.landed == made));
}

TEST_CASE("a request that joined a running rendering learns that it began before the request")
{
    RequestCoalescer coalescer;
    const auto before = RequestCoalescer::Clock::now();
    auto lead = coalescer.try_lead("a");
    REQUIRE(lead);
    const auto asked = RequestCoalescer::Clock::now();
    std::atomic<bool> boarding = false;
    std::thread lands{[&] {
        while (!boarding)
            std::this_thread::yield();
        lead->land(entry_of_size("a", 1));
    }};
    boarding = true;
    const auto boarded = coalescer.board("a", long_enough);
    lands.join();
    if (boarded.lead) return;
    CHECK(boarded.began >= before);
    CHECK(boarded.began <= asked);
}
