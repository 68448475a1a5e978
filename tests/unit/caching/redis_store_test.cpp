#include <aspic/caching/redis_store.h>

#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <thread>

#include <aspic/entries/entry_codec.h>
#include <aspic/entries/entry_record.h>
#include "../support/entries.h"
#include "../support/redis_server.h"
#include "../support/store_steps.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::add_input_set;
using support::end_lease;
using support::entry_of_size;
using support::eventually;
using support::full_entry;
using support::input_sets;
using support::lease;
using support::load;
using support::noon;
using support::note_uncacheable;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;

class StoreAndServer {
public:
    EntryPtr save()
    {
        const EntryPtr entry = full_entry();
        CHECK(store.save(*entry, noon));
        return entry;
    }
    /// The only key under which a page was stored.
    std::string name() const
    {
        const std::string names = server.ask({"KEYS", "aspic:*:page:*"});
        REQUIRE(names.find('\n') == names.size() - 1);
        return names.substr(0, names.size() - 1);
    }
    bool has(const Entry& entry) { return load(store, entry.path, entry.key) != nullptr; }

    RedisServer server;
    RedisStore store{server.address(), timeout, "v1"};
};

}  // namespace

TEST_CASE("a page is one hash that people can read, with an expiry time")
{
    StoreAndServer redis;
    const EntryPtr entry = redis.save();
    const std::string name = redis.name();
    CHECK(name.starts_with("aspic:v1:page:/ls:"));
    CHECK(redis.server.ask({"TYPE", name}) == "hash");
    CHECK(redis.server.ask({"HGET", name, "html"}) == entry->html());
    CHECK(redis.server.ask({"HGET", name, "gzip"}) ==
          entry->representations[ContentCoding::gzip].body);
    CHECK(redis.server.ask({"HGET", name, "record"}) == entry_record(*entry));
    const int seconds = std::stoi(redis.server.ask({"TTL", name}));
    CHECK(seconds > 90);
    CHECK(seconds <= 120);  // until it is useless, even in place of an error
}

TEST_CASE("a saved page is loaded by its whole key, and by every worker of the same version")
{
    StoreAndServer redis;
    const EntryPtr entry = redis.save();
    RedisStore same{redis.server.address(), timeout, "v1"};
    const EntryPtr loaded = load(same, "/ls", entry->key);
    REQUIRE(loaded);
    CHECK(loaded->html() == entry->html());
    CHECK(loaded->holes == entry->holes);
    CHECK(loaded->expires == entry->expires);
    CHECK_FALSE(load(redis.store, "/ls", entry->key + "x"));
    CHECK_FALSE(load(redis.store, "/cp", entry->key));
    RedisStore other{redis.server.address(), timeout, "v2"};
    CHECK_FALSE(load(other, "/ls", entry->key));
}

TEST_CASE("a page that is stored again leaves nothing of the older one")
{
    StoreAndServer redis;
    redis.save();
    redis.server.ask({"HSET", redis.name(), "zstd", "old"});
    redis.save();
    CHECK(redis.server.ask({"HGET", redis.name(), "zstd"}) == "(nil)");
}

TEST_CASE("an entry of another key with the same name is a miss")
{
    StoreAndServer redis;
    const EntryPtr entry = redis.save();
    const auto other = full_entry("another");
    redis.server.ask({"HSET", redis.name(), "record", entry_record(*other)});
    CHECK_FALSE(redis.has(*entry));
}

TEST_CASE("a damaged page is a miss, and storing it again repairs it")
{
    StoreAndServer redis;
    const EntryPtr entry = redis.save();
    const std::string name = redis.name();
    for (const auto& [field, value] : entry_fields(*entry)) {
        CAPTURE(field);
        redis.server.ask({"HDEL", name, field});
        CHECK_FALSE(redis.has(*entry));
        redis.save();
        CHECK(redis.has(*entry));
    }
    redis.server.ask({"HSET", name, "html", "shorter"});
    CHECK_FALSE(redis.has(*entry));
}

TEST_CASE("a value of another type is a miss, and storing the page repairs it")
{
    StoreAndServer redis;
    const EntryPtr entry = redis.save();
    const std::string name = redis.name();
    redis.server.ask({"SET", name, "text"});
    CHECK_FALSE(redis.has(*entry));
    redis.server.ask({"DEL", name});
    redis.server.ask({"RPUSH", name, "a", "b"});
    CHECK_FALSE(redis.has(*entry));
    redis.save();
    CHECK(redis.has(*entry));
}

TEST_CASE("the sets of inputs of a route are shared, and invalid ones are ignored")
{
    using InputSets = std::set<Inputs>;
    StoreAndServer redis;
    const auto sets_of = [&](std::string_view route) {
        const auto sets = input_sets(redis.store, route).value();
        return InputSets{sets.begin(), sets.end()};
    };
    CHECK(sets_of("/s").empty());
    const Inputs inputs{
        {InputKind::query, "q, p"}, {InputKind::header, "dnt"}, {InputKind::host, ""}};
    const Inputs q{{InputKind::query, "q"}};
    for (const Inputs& set : {inputs, q, q, Inputs{}})
        add_input_set(redis.store, "/s", set);
    redis.server.ask({"SADD", "aspic:v1:inputs:/s", "nonsense", "", "query q, nonsense"});
    CHECK(sets_of("/s") == InputSets{inputs, q, {}});
    CHECK(sets_of("/t").empty());
    CHECK(std::stoi(redis.server.ask({"TTL", "aspic:v1:inputs:/s"})) > 86'400);
}

TEST_CASE("an input that identifies the visitor is not taken from Redis")
{
    StoreAndServer redis;
    redis.server.ask({"SADD", "aspic:v1:inputs:/s", "header cookie", "header authorization",
                      "query q, header cookie"});
    CHECK(input_sets(redis.store, "/s").value().empty());
}

TEST_CASE("inputs of another type are not loaded, and nothing is thrown")
{
    StoreAndServer redis;
    redis.server.ask({"SET", "aspic:v1:inputs:/s", "text"});
    CHECK_FALSE(input_sets(redis.store, "/s"));
    add_input_set(redis.store, "/s", {{InputKind::query, "q"}});
}

TEST_CASE("if the server refuses to write, the page is not stored and only the log says so")
{
    StoreAndServer redis;
    redis.server.ask({"CONFIG", "SET", "maxmemory", "1"});
    CHECK_FALSE(redis.store.save(*full_entry(), noon));
    redis.server.ask({"CONFIG", "SET", "maxmemory", "0"});
    redis.save();
}

TEST_CASE("if the server dies the result is a miss, never an exception, and it is used again later")
{
    StoreAndServer redis;
    const EntryPtr entry = redis.save();
    redis.server.kill();
    CHECK_FALSE(redis.has(*entry));
    CHECK_FALSE(redis.store.save(*entry, noon));
    CHECK_FALSE(input_sets(redis.store, "/s"));
    add_input_set(redis.store, "/s", {{InputKind::query, "q"}});

    redis.server.start();
    CHECK(eventually([&] { return redis.store.save(*entry, noon); }));
    CHECK(redis.has(*entry));
}

TEST_CASE("if the server dies while many threads use it, none of them is harmed")
{
    StoreAndServer redis;
    std::atomic<int> saved = 0;
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            const EntryPtr entry = entry_of_size("key " + std::to_string(thread), 50'000);
            while (!stop) {
                if (redis.store.save(*entry, noon)) ++saved;
                const EntryPtr loaded = load(redis.store, entry->path, entry->key);
                if (loaded && loaded->html() != entry->html()) std::terminate();
            }
        });
    }
    CHECK(eventually([&] { return saved > 20; }));
    redis.server.kill();
    redis.server.start();
    saved = 0;
    CHECK(eventually([&] { return saved > 20; }));
    stop = true;
    for (std::thread& thread : threads)
        thread.join();
}

TEST_CASE("a server that does not answer is given up after the timeout")
{
    StoreAndServer redis;
    RedisStore hasty{redis.server.address(), 50ms, "v1"};
    const EntryPtr entry = redis.save();
    REQUIRE(load(hasty, "/ls", entry->key));
    redis.server.ask({"CLIENT", "PAUSE", "60000", "ALL"});
    CHECK_FALSE(load(hasty, "/ls", entry->key));
    // For some time no thread asks at all. Then they ask as before.
    CHECK_FALSE(load(hasty, "/ls", entry->key));
}

TEST_CASE("the description names the server without its password")
{
    CHECK(RedisStore{RedisAddress::parse("redis://:secret@h").value(), 1ms, "v"}.description() ==
          "redis redis://h:6379 as aspic:v");
}

TEST_CASE("one worker at a time holds the lease of a page, and only the holder ends it")
{
    StoreAndServer redis;
    CHECK(lease(redis.store, "/ls", "k", "one", 60s) == LeaseAnswer::granted);
    CHECK(lease(redis.store, "/ls", "k", "one", 60s) == LeaseAnswer::granted);
    CHECK(lease(redis.store, "/ls", "k", "two", 60s) == LeaseAnswer::held);
    CHECK(lease(redis.store, "/ls", "other", "two", 60s) == LeaseAnswer::granted);
    end_lease(redis.store, "/ls", "k", "two");
    CHECK(lease(redis.store, "/ls", "k", "two", 60s) == LeaseAnswer::held);
    end_lease(redis.store, "/ls", "k", "one");
    CHECK(lease(redis.store, "/ls", "k", "two", 60s) == LeaseAnswer::granted);
    RedisStore other{redis.server.address(), timeout, "v2"};
    CHECK(lease(other, "/ls", "k", "three", 60s) == LeaseAnswer::granted);
}

TEST_CASE("a lease whose holder has died ends by itself")
{
    StoreAndServer redis;
    CHECK(lease(redis.store, "/ls", "k", "one", 50ms) == LeaseAnswer::granted);
    CHECK(eventually(
        [&] { return lease(redis.store, "/ls", "k", "two", 60s) == LeaseAnswer::granted; }));
    end_lease(redis.store, "/ls", "k", "one");
    CHECK(lease(redis.store, "/ls", "k", "three", 60s) == LeaseAnswer::held);
}

TEST_CASE("the mark that a page is uncacheable replaces the lease for its time")
{
    StoreAndServer redis;
    CHECK(lease(redis.store, "/ls", "k", "one", 60s) == LeaseAnswer::granted);
    note_uncacheable(redis.store, "/ls", "k", 50ms);
    CHECK(eventually([&] { return redis.server.ask({"KEYS", "aspic:v1:lease:*"}).empty(); }));
    note_uncacheable(redis.store, "/ls", "k", 60s);
    CHECK(lease(redis.store, "/ls", "k", "one", 60s) == LeaseAnswer::uncacheable);
    end_lease(redis.store, "/ls", "k", "one");
    CHECK(lease(redis.store, "/ls", "k", "two", 60s) == LeaseAnswer::uncacheable);
}

TEST_CASE("a server that cannot be asked for a lease reports it at once")
{
    StoreAndServer redis;
    redis.server.kill();
    CHECK(lease(redis.store, "/ls", "k", "one", 60s) == LeaseAnswer::unreachable);
    end_lease(redis.store, "/ls", "k", "one");
    note_uncacheable(redis.store, "/ls", "k", 60s);
}
