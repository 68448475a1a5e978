#include <aspic/redis/redis_address.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

RedisAddress parsed(std::string_view text)
{
    const auto address = RedisAddress::parse(text);
    REQUIRE(address);
    return *address;
}

}  // namespace

TEST_CASE("a unix socket's address has a path and a database")
{
    CHECK(parsed("unix:/run/redis.sock").socket == "/run/redis.sock");
    CHECK(parsed("unix:/run/redis.sock").database == 0);
    CHECK(parsed("unix:/run/redis.sock?db=2").socket == "/run/redis.sock");
    CHECK(parsed("unix:/run/redis.sock?db=2").database == 2);
    CHECK(parsed("unix:relative").socket == "relative");
}

TEST_CASE("a URL has host, port, user, password and database")
{
    CHECK(parsed("redis://localhost").host == "localhost");
    CHECK(parsed("redis://localhost").port == 6379);
    const auto full = parsed("redis://ana:p%40ss%3a%2F@cache.example.org:6380/3");
    CHECK(full.user == "ana");
    CHECK(full.password == "p@ss:/");
    CHECK(full.host == "cache.example.org");
    CHECK(full.port == 6380);
    CHECK(full.database == 3);
    CHECK(parsed("redis://:secret@h").user.empty());
    CHECK(parsed("redis://:secret@h").password == "secret");
    CHECK(parsed("redis://:p@ss@h").password == "p@ss");
    CHECK(parsed("redis://h/").database == 0);
    CHECK(parsed("redis://[::1]:6380/1").host == "::1");
    CHECK(parsed("redis://[::1]:6380/1").port == 6380);
    CHECK(parsed("redis://[::1]").port == 6379);
}

TEST_CASE("an invalid address is refused")
{
    for (const std::string text : {"",
                                   "unix:",
                                   "unix:?db=1",
                                   "unix:/x?db=",
                                   "unix:/x?db=-1",
                                   "unix:/x?db=a",
                                   "/run/redis.sock",
                                   "redis:",
                                   "redis://",
                                   "redis:///1",
                                   "redis://:6379",
                                   "redis://h:0",
                                   "redis://h:65536",
                                   "redis://h:x",
                                   "redis://h/x",
                                   "redis://h/-1",
                                   "redis://h/1/2",
                                   "redis://user@h",
                                   "redis://u:%zz@h",
                                   "redis://[::1",
                                   "redis://[::1]x",
                                   "redis://[]:1",
                                   "rediss://h",
                                   "http://h"}) {
        CAPTURE(text);
        CHECK_FALSE(RedisAddress::parse(text));
    }
}

TEST_CASE("an address is shown without its password, and the shown text is a valid address")
{
    CHECK(parsed("unix:/run/redis.sock?db=2").to_text() == "unix:/run/redis.sock?db=2");
    CHECK(parsed("redis://ana:secret@h:1/2").to_text() == "redis://ana@h:1/2");
    CHECK(parsed("redis://:secret@h").to_text() == "redis://h:6379");
    CHECK(parsed("redis://[::1]:7").to_text() == "redis://[::1]:7");
}
