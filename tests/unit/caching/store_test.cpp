// The default implementation of the combined operations of a store: one step after another.
#include <aspic/caching/store.h>

#include <doctest/doctest.h>

#include "../support/entries.h"
#include "../support/shelf.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::full_entry;
using support::noon;
using support::Shelf;
using support::ShelfStore;

namespace {

const std::string key = "k";
const std::string token = "one";
const LeaseTerms terms{"/ls", key, token, 60s};
const Inputs q{{InputKind::query, "q"}};

}  // namespace

TEST_CASE("a look returns the entry and the inputs of its route")
{
    Shelf shelf;
    ShelfStore store{shelf};
    store.save(*full_entry(key), noon);
    store.save_inputs("/<name>", q);
    const Store::Known known = store.look("/<name>", "/ls", key);
    REQUIRE(known.entry);
    CHECK(known.entry->key == key);
    CHECK(known.inputs == q);
    shelf.reachable = false;
    CHECK_FALSE(store.look("/<name>", "/ls", key).entry);
    CHECK_FALSE(store.look("/<name>", "/ls", key).inputs);
}

TEST_CASE("a lease request returns the entry that the last holder stored")
{
    Shelf shelf;
    ShelfStore store{shelf};
    CHECK_FALSE(store.lease_and_load(terms).entry);
    store.save(*full_entry(key), noon);
    const std::string other = "two";
    const Store::Leased held = store.lease_and_load({"/ls", key, other, 60s});
    CHECK(held.answer == LeaseAnswer::held);
    CHECK(held.entry);
    shelf.reachable = false;
    const Store::Leased unreachable = store.lease_and_load(terms);
    CHECK(unreachable.answer == LeaseAnswer::unreachable);
    CHECK_FALSE(unreachable.entry);
}

TEST_CASE("a finished rendering stores inputs and entry, and releases the lease")
{
    Shelf shelf;
    ShelfStore store{shelf};
    const auto entry = full_entry(key);
    store.lease_and_load(terms);
    CHECK(store.finish(
        {.route = "/<name>", .inputs = &q, .entry = entry.get(), .now = noon, .lease = &terms}));
    CHECK(shelf.leases.empty());
    CHECK(store.load("/ls", key));
    CHECK(store.load_inputs("/<name>") == q);
}

TEST_CASE("a page that may not be shared is marked, and a failure to store an entry is reported")
{
    Shelf shelf;
    ShelfStore store{shelf};
    store.lease_and_load(terms);
    CHECK(store.finish({.lease = &terms, .uncacheable_for = 5s}));
    CHECK(shelf.leases.at(key) == "uncacheable");
    shelf.reachable = false;
    CHECK_FALSE(store.finish({.entry = full_entry(key).get(), .now = noon}));
    CHECK(store.finish({}));
}
