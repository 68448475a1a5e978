// What RedisStore reads and writes in one trip, also if Redis refuses a part of it.
#include <aspic/caching/redis_store.h>

#include <doctest/doctest.h>

#include <string>

#include "../support/entries.h"
#include "../support/redis_relay.h"
#include "../support/redis_server.h"
#include "../support/store_steps.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::full_entry;
using support::noon;
using support::RedisServer;

namespace {

const std::string token = "one";
using InputSets = std::vector<Inputs>;
const Inputs q{{InputKind::query, "q"}};

struct StoreOfOnePage {
    StoreOfOnePage() = default;
    /// A Redis that refuses these commands, such as "-exec".
    explicit StoreOfOnePage(const std::string& refused)
    {
        server.ask({"ACL", "SETUSER", "default", refused});
    }
    Store::Keys keys() const { return {&key, 1}; }
    Store::Leased lease() { return store.lease_and_load(terms, keys()); }
    bool finish(bool is_surely_held = true)
    {
        return store.finish({.route = "/<name>",
                             .input_set = &q,
                             .entry = entry.get(),
                             .now = noon,
                             .lease = &terms,
                             .is_surely_held = is_surely_held});
    }
    bool has_lease() { return !server.ask({"KEYS", "aspic:v1:lease:*"}).empty(); }
    bool is_loaded() { return support::load(store, "/ls", entry->key) != nullptr; }

    RedisServer server;
    RedisStore store{server.address(), 2000ms, "v1"};
    EntryPtr entry = full_entry();
    const std::string key{entry->key};
    LeaseTerms terms{"/ls", key, token, 60s};
};

}  // namespace

TEST_CASE("a look returns the page and the sets of inputs")
{
    StoreOfOnePage page;
    const Store::Known nothing = page.store.look("/<name>", "/ls", page.keys(), all_codings);
    CHECK(nothing.entries.empty());
    CHECK(nothing.input_sets == InputSets{});
    page.store.save(*page.entry, noon);
    support::add_input_set(page.store, "/<name>", q);
    const Store::Known known = page.store.look("/<name>", "/ls", page.keys(), all_codings);
    REQUIRE(known.entries.size() == 1);
    CHECK(known.entries.front()->html() == page.entry->html());
    CHECK(known.input_sets == InputSets{q});
    page.server.kill();
    CHECK_FALSE(page.store.look("/<name>", "/ls", page.keys(), all_codings).input_sets);
}

TEST_CASE("a lease request returns the page, whoever holds the lease")
{
    StoreOfOnePage page;
    const Store::Leased granted = page.lease();
    CHECK(granted.answer == LeaseAnswer::granted);
    CHECK(granted.entries.empty());
    page.store.save(*page.entry, noon);
    const std::string other = "two";
    const Store::Leased held =
        page.store.lease_and_load({"/ls", page.entry->key, other, 60s}, page.keys());
    CHECK(held.answer == LeaseAnswer::held);
    CHECK(held.entries.size() == 1);
    page.store.finish({.lease = &page.terms, .uncacheable_for = 60s});
    CHECK(page.lease().answer == LeaseAnswer::uncacheable);
    page.server.kill();
    CHECK(page.lease().answer == LeaseAnswer::unreachable);
}

TEST_CASE("a finished rendering stores inputs and page, and releases the lease")
{
    for (const bool is_surely_held : {true, false}) {
        CAPTURE(is_surely_held);
        StoreOfOnePage page;
        page.lease();
        REQUIRE(page.has_lease());
        CHECK(page.finish(is_surely_held));
        CHECK_FALSE(page.has_lease());
        CHECK(page.is_loaded());
        CHECK(support::input_sets(page.store, "/<name>") == InputSets{q});
    }
}

TEST_CASE("a lease that may have ended is not released if another worker holds it")
{
    StoreOfOnePage page;
    const std::string other = "two";
    REQUIRE(page.store.lease({"/ls", page.entry->key, other, 60s}) == LeaseAnswer::granted);
    CHECK(page.finish(false));
    CHECK(page.has_lease());
    CHECK(page.is_loaded());
}

TEST_CASE("the page is stored before the lease ends")
{
    StoreOfOnePage page;
    support::RedisRelay relay{page.server.address()};
    RedisStore slow{relay.address(), 2000ms, "v1"};
    slow.lease_and_load(page.terms, {});
    // The server executes everything, but its answer is lost. A second try changes nothing.
    relay.lose_answer_to("EXEC");
    CHECK(slow.finish(
        {.entry = page.entry.get(), .now = noon, .lease = &page.terms, .is_surely_held = true}));
    CHECK_FALSE(page.has_lease());
    CHECK(page.is_loaded());
}

TEST_CASE("if Redis allows no transactions, the page is stored and the lease is released")
{
    for (const std::string refused : {"-exec", "-multi", "-@transaction"}) {
        CAPTURE(refused);
        StoreOfOnePage page{refused};
        for (int round = 0; round < 2; ++round) {  // the second round already knows the refusal
            page.lease();
            CHECK(page.finish());
            CHECK_FALSE(page.has_lease());
            CHECK(page.is_loaded());
            CHECK(support::input_sets(page.store, "/<name>") == InputSets{q});
        }
    }
}

TEST_CASE("if Redis refuses to store inputs, the page is stored anyway")
{
    for (const std::string refused : {"-sadd", "-smembers"}) {
        CAPTURE(refused);
        StoreOfOnePage page{refused};
        page.lease();
        CHECK(page.finish());
        CHECK_FALSE(page.has_lease());
        CHECK(page.is_loaded());
    }
}

TEST_CASE("if Redis does not store pages, the lease ends, and no request waits for it")
{
    for (const std::string refused : {"-del", "-expire"}) {
        CAPTURE(refused);
        StoreOfOnePage page{refused};
        page.lease();
        REQUIRE(page.has_lease());
        CHECK_FALSE(page.finish());
        // Without DEL, the lease gets a lifetime of one millisecond.
        CHECK(support::eventually([&] { return !page.has_lease(); }));
        CHECK_FALSE(page.is_loaded());
        CHECK(page.lease().answer == LeaseAnswer::unreachable);
    }
}
