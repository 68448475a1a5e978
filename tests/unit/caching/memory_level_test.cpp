#include <aspic/caching/memory_level.h>

#include <doctest/doctest.h>

#include <functional>
#include <thread>

#include "../support/entries.h"

using namespace aspic;
using support::entry_of_size;

namespace {

constexpr std::size_t shards = 16;
constexpr std::size_t shard_bytes = 10'000;
constexpr std::size_t body = 1000;

/// Keys of one length that belong to one shard. The keys of a shard share its limit.
std::vector<std::string> keys_of_one_shard(std::size_t count)
{
    std::vector<std::string> keys;
    for (int i = 100'000; keys.size() < count; ++i) {
        std::string key = "key " + std::to_string(i);
        if ((std::hash<std::string_view>{}(key) >> 16U) % shards == 0)
            keys.push_back(std::move(key));
    }
    return keys;
}

/// A level whose shards have room for slightly more than this many pages of one size.
class Level {
public:
    explicit Level(std::size_t pages_in_shard)
        : memory{shards * (pages_in_shard * page_size() + page_size() / 2)}
    {
    }
    void keep(std::size_t i) { memory.keep(entry_of_size(keys.at(i), body)); }
    /// Looks the page up, which counts as a use.
    bool has(std::size_t i) { return memory.find(keys.at(i)) != nullptr; }

    std::vector<std::string> keys = keys_of_one_shard(400);
    MemoryLevel memory;

private:
    std::size_t page_size() const { return MemoryLevel::size_of(*entry_of_size(keys[0], body)); }
};

}  // namespace

TEST_CASE("a stored page is found by its whole key")
{
    MemoryLevel memory{1'000'000};
    const EntryPtr entry = entry_of_size("a", 10);
    memory.keep(entry);
    CHECK(memory.find("a") == entry);
    CHECK_FALSE(memory.find("b"));
    CHECK_FALSE(memory.find(""));
    CHECK(memory.entries() == 1);
    CHECK(memory.bytes() == MemoryLevel::size_of(*entry));
    CHECK(memory.most_bytes() == 1'000'000);
}

TEST_CASE("a page that is stored again replaces the older one and its size")
{
    MemoryLevel memory{1'000'000};
    memory.keep(entry_of_size("a", 5000));
    const EntryPtr newer = entry_of_size("a", 10);
    memory.keep(newer);
    CHECK(memory.find("a") == newer);
    CHECK(memory.entries() == 1);
    CHECK(memory.bytes() == MemoryLevel::size_of(*newer));
}

TEST_CASE("an evicted page stays valid for threads that are sending it")
{
    MemoryLevel memory{1'000'000};
    memory.keep(entry_of_size("a", 100));
    const EntryPtr held = memory.find("a");
    memory.keep(entry_of_size("a", 10));
    memory.forget("a");
    CHECK(held->html().size() == 100);
}

TEST_CASE("a page that is removed is not found, and its bytes are not counted")
{
    MemoryLevel memory{1'000'000};
    memory.keep(entry_of_size("a", 100));
    memory.forget("b");
    CHECK(memory.find("a"));
    memory.forget("a");
    memory.forget("a");
    CHECK_FALSE(memory.find("a"));
    CHECK(memory.entries() == 0);
    CHECK(memory.bytes() == 0);
}

TEST_CASE("the level never exceeds its limit")
{
    MemoryLevel memory{shards * shard_bytes};
    for (int i = 0; i < 2000; ++i) {
        memory.keep(entry_of_size(std::to_string(i), static_cast<std::size_t>(i)));
        if (i % 3 == 0) memory.find(std::to_string(i));
        REQUIRE(memory.bytes() <= shards * shard_bytes);
    }
    CHECK(memory.bytes() > shards * shard_bytes / 2);
}

TEST_CASE("a page larger than its shard is not stored, and removes only its older version")
{
    MemoryLevel memory{shards * shard_bytes};
    memory.keep(entry_of_size("a", 100));
    const std::size_t before = memory.bytes();
    memory.keep(entry_of_size("b", shard_bytes));
    CHECK(memory.bytes() == before);
    CHECK_FALSE(memory.find("b"));
    CHECK(memory.find("a"));
    memory.keep(entry_of_size("a", shard_bytes));
    CHECK_FALSE(memory.find("a"));
    CHECK(memory.bytes() == 0);
}

TEST_CASE("a level without room stores nothing")
{
    MemoryLevel memory{0};
    memory.keep(entry_of_size("a", 1));
    CHECK_FALSE(memory.find("a"));
}

TEST_CASE("the oldest page is evicted first, and a page that was requested stays")
{
    Level level{3};
    level.keep(0);
    level.keep(1);
    level.keep(2);
    CHECK(level.memory.entries() == 3);

    CHECK(level.has(0));
    level.keep(3);  // 0 was requested, so 1 is evicted
    CHECK(level.memory.find(level.keys[3]));
    CHECK_FALSE(level.has(1));

    level.keep(4);  // 2 was never requested
    CHECK_FALSE(level.has(2));
    CHECK(level.has(0));
    CHECK(level.has(3));
    CHECK(level.has(4));
}

TEST_CASE("a sweep of pages that are requested once does not evict the popular ones")
{
    Level level{20};
    for (std::size_t i = 0; i < 10; ++i)
        level.keep(i);
    for (std::size_t i = 0; i < 10; ++i)
        CHECK(level.has(i));
    for (std::size_t i = 10; i < 400; ++i)
        level.keep(i);
    for (std::size_t i = 0; i < 10; ++i) {
        CAPTURE(i);
        CHECK(level.has(i));
    }
    CHECK_FALSE(level.has(10));
}

TEST_CASE("a page that comes back soon after its eviction survives a sweep")
{
    Level level{10};
    for (std::size_t i = 0; i < 20; ++i)
        level.keep(i);
    REQUIRE_FALSE(level.has(0));
    level.keep(0);
    for (std::size_t i = 20; i < 60; ++i)
        level.keep(i);
    CHECK(level.has(0));
}

TEST_CASE("a popular page that is rendered again stays popular")
{
    Level level{5};
    level.keep(0);
    CHECK(level.has(0));
    for (std::size_t i = 1; i < 10; ++i)
        level.keep(i);
    level.keep(0);  // it has not been requested since
    for (std::size_t i = 10; i < 30; ++i)
        level.keep(i);
    CHECK(level.has(0));
}

TEST_CASE("popular pages make room for pages that have become popular")
{
    Level level{4};
    for (std::size_t i = 0; i < 4; ++i) {
        level.keep(i);
        for (int asked = 0; asked < 5; ++asked)
            CHECK(level.has(i));
    }
    for (std::size_t i = 4; i < 8; ++i) {
        level.keep(i);  // is evicted at once, but remembered
        level.keep(i);
        CHECK(level.has(i));
    }
    CHECK(level.memory.entries() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK_FALSE(level.has(i));
}

TEST_CASE("many threads may store, find and forget pages at the same time")
{
    MemoryLevel memory{shards * shard_bytes};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&memory] {
            for (int i = 0; i < 500; ++i) {
                const std::string key = std::to_string(i % 100);
                if (const EntryPtr entry = memory.find(key)) {
                    if (entry->key != key) std::terminate();
                }
                memory.keep(entry_of_size(key, 1000));
                if (i % 10 == 0) memory.forget(key);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(memory.bytes() <= shards * shard_bytes);
    for (int i = 0; i < 100; ++i)
        memory.forget(std::to_string(i));
    CHECK(memory.bytes() == 0);
    CHECK(memory.entries() == 0);
}
