// What RedisStore asks and tells in one trip, also where Redis refuses a part of it.
#include <aspic/caching/redis_store.h>

#include <doctest/doctest.h>

#include <string>

#include "../support/entries.h"
#include "../support/redis_relay.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::full_entry;
using support::noon;
using support::RedisServer;

namespace {

const std::string token = "one";
const Inputs q{{InputKind::query, "q"}};

struct StoreOfOnePage {
    StoreOfOnePage() = default;
    /// A Redis that refuses these commands, "-exec".
    explicit StoreOfOnePage(const std::string& refused)
    {
        server.ask({"ACL", "SETUSER", "default", refused});
    }
    Store::Leased lease() { return store.lease_and_load(terms); }
    bool finish(bool is_surely_held = true)
    {
        return store.finish({.route = "/<name>",
                             .inputs = &q,
                             .entry = entry.get(),
                             .now = noon,
                             .lease = &terms,
                             .is_surely_held = is_surely_held});
    }
    bool has_lease() { return !server.ask({"KEYS", "aspic:v1:lease:*"}).empty(); }
    bool is_loaded() { return store.load("/ls", entry->key) != nullptr; }

    RedisServer server;
    RedisStore store{server.address(), 2000ms, "v1"};
    EntryPtr entry = full_entry();
    LeaseTerms terms{"/ls", entry->key, token, 60s};
};

}  // namespace

TEST_CASE("a look gives page and inputs")
{
    StoreOfOnePage page;
    const Store::Known nothing = page.store.look("/<name>", "/ls", page.entry->key);
    CHECK_FALSE(nothing.entry);
    CHECK(nothing.inputs == Inputs{});
    page.store.save(*page.entry, noon);
    page.store.save_inputs("/<name>", q);
    const Store::Known known = page.store.look("/<name>", "/ls", page.entry->key);
    REQUIRE(known.entry);
    CHECK(known.entry->html() == page.entry->html());
    CHECK(known.inputs == q);
    page.server.kill();
    CHECK_FALSE(page.store.look("/<name>", "/ls", page.entry->key).inputs);
}

TEST_CASE("a lease comes with the page, whoever holds it")
{
    StoreOfOnePage page;
    const Store::Leased granted = page.lease();
    CHECK(granted.answer == LeaseAnswer::granted);
    CHECK_FALSE(granted.entry);
    page.store.save(*page.entry, noon);
    const std::string other = "two";
    const Store::Leased held = page.store.lease_and_load({"/ls", page.entry->key, other, 60s});
    CHECK(held.answer == LeaseAnswer::held);
    CHECK(held.entry);
    page.store.note_uncacheable("/ls", page.entry->key, 60s);
    CHECK(page.lease().answer == LeaseAnswer::uncacheable);
    page.server.kill();
    CHECK(page.lease().answer == LeaseAnswer::unreachable);
}

TEST_CASE("who is done leaves inputs and page, and no lease")
{
    for (const bool is_surely_held : {true, false}) {
        CAPTURE(is_surely_held);
        StoreOfOnePage page;
        page.lease();
        REQUIRE(page.has_lease());
        CHECK(page.finish(is_surely_held));
        CHECK_FALSE(page.has_lease());
        CHECK(page.is_loaded());
        CHECK(page.store.load_inputs("/<name>") == q);
    }
}

TEST_CASE("a lease that may have ended by itself is somebody else's by now, and stays")
{
    StoreOfOnePage page;
    const std::string other = "two";
    REQUIRE(page.store.lease("/ls", page.entry->key, other, 60s) == LeaseAnswer::granted);
    CHECK(page.finish(false));
    CHECK(page.has_lease());
    CHECK(page.is_loaded());
}

TEST_CASE("the page is stored before the lease ends")
{
    StoreOfOnePage page;
    support::RedisRelay relay{page.server.address()};
    RedisStore slow{relay.address(), 2000ms, "v1"};
    slow.lease_and_load(page.terms);
    // The server carries all of it out, and nobody hears of it: a second try changes nothing.
    relay.lose_answer_to("EXEC");
    CHECK(slow.finish(
        {.entry = page.entry.get(), .now = noon, .lease = &page.terms, .is_surely_held = true}));
    CHECK_FALSE(page.has_lease());
    CHECK(page.is_loaded());
}

TEST_CASE("where Redis allows no transactions, the page is stored, and the lease is ended")
{
    for (const std::string refused : {"-exec", "-multi", "-@transaction"}) {
        CAPTURE(refused);
        StoreOfOnePage page{refused};
        for (int round = 0; round < 2; ++round) {  // in the second it is known
            page.lease();
            CHECK(page.finish());
            CHECK_FALSE(page.has_lease());
            CHECK(page.is_loaded());
            CHECK(page.store.load_inputs("/<name>") == q);
        }
    }
}

TEST_CASE("where Redis refuses to note inputs, the page is stored all the same")
{
    for (const std::string refused : {"-sadd", "-smembers"}) {
        CAPTURE(refused);
        StoreOfOnePage page{refused};
        page.lease();
        CHECK(page.finish());
        CHECK_FALSE(page.has_lease());
        CHECK(page.store.look("/<name>", "/ls", page.entry->key).entry);
    }
}

TEST_CASE("where Redis does not store pages, the lease ends, and nobody waits for it any more")
{
    for (const std::string refused : {"-del", "-expire"}) {
        CAPTURE(refused);
        StoreOfOnePage page{refused};
        page.lease();
        REQUIRE(page.has_lease());
        CHECK_FALSE(page.finish());
        // Without DEL it ends by a lifetime of a millisecond.
        CHECK(support::eventually([&] { return !page.has_lease(); }));
        CHECK_FALSE(page.is_loaded());
        CHECK(page.lease().answer == LeaseAnswer::unreachable);
    }
}
