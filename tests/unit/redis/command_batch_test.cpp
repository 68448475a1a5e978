#include <aspic/redis/command_batch.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("the commands of a batch keep their texts, however many come after them")
{
    CommandBatch batch;
    CHECK(batch.size() == 0);
    for (int i = 0; i < 1000; ++i)
        batch.add({"SET", "key " + std::to_string(i), std::string(100, 'x')});
    REQUIRE(batch.size() == 1000);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const RedisConnection::Command& command = batch.commands()[i];
        REQUIRE(command.size() == 3);
        CHECK(command[0] == "SET");
        CHECK(command[1] == "key " + std::to_string(i));
        CHECK(command[2] == std::string(100, 'x'));
    }
}

TEST_CASE("a command may have literals and kept texts as its words")
{
    CommandBatch batch;
    for (int i = 0; i < 100; ++i)
        batch.add_words({"HMGET", batch.keep("page " + std::to_string(i)), "record"});
    REQUIRE(batch.size() == 100);
    CHECK(batch.commands().front() == RedisConnection::Command{"HMGET", "page 0", "record"});
    CHECK(batch.commands().back() == RedisConnection::Command{"HMGET", "page 99", "record"});
}
