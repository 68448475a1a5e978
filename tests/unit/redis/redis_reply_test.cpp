#include <aspic/redis/redis_reply.h>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

using namespace aspic;

namespace {

struct ReaderDeleter {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

struct Reader {
    Reader() { make_own_replies(*reader); }
    /// Gives the bytes to the reader one by one. Returns the reply, or null if it is not complete.
    RedisReply read(std::string_view bytes)
    {
        void* reply = nullptr;
        for (const char& byte : bytes) {
            REQUIRE(redisReaderFeed(reader.get(), &byte, 1) == REDIS_OK);
            result = redisReaderGetReply(reader.get(), &reply);
        }
        return RedisReply{static_cast<redisReply*>(reply)};
    }

    std::unique_ptr<redisReader, ReaderDeleter> reader{redisReaderCreate()};
    int result = REDIS_OK;
};

}  // namespace

TEST_CASE("each kind of reply has its type and value")
{
    Reader reader;
    const RedisReply status = reader.read("+OK\r\n");
    REQUIRE(status);
    CHECK(status->type == REDIS_REPLY_STATUS);
    CHECK(text_of(*status) == "OK");
    const RedisReply error = reader.read("-ERR no\r\n");
    CHECK(error->type == REDIS_REPLY_ERROR);
    CHECK(text_of(*error) == "ERR no");
    CHECK(reader.read(":-7\r\n")->integer == -7);
    CHECK(reader.read("$-1\r\n")->type == REDIS_REPLY_NIL);
    CHECK(reader.read("*-1\r\n")->type == REDIS_REPLY_NIL);
    const RedisReply text = reader.read({"$3\r\na\0b\r\n", 9});
    CHECK(text->type == REDIS_REPLY_STRING);
    CHECK(text_of(*text) == std::string{"a\0b", 3});
    CHECK(std::string_view{text->str} == "a");  // a null byte ends each text
}

TEST_CASE("a list holds its replies, and lists in it")
{
    Reader reader;
    const RedisReply list = reader.read("*4\r\n$1\r\na\r\n$-1\r\n*2\r\n:1\r\n+b\r\n*0\r\n");
    REQUIRE(list);
    REQUIRE(list->type == REDIS_REPLY_ARRAY);
    REQUIRE(list->elements == 4);
    CHECK(text_of(*list->element[0]) == "a");
    CHECK(list->element[1]->type == REDIS_REPLY_NIL);
    REQUIRE(list->element[2]->elements == 2);
    CHECK(list->element[2]->element[0]->integer == 1);
    CHECK(text_of(*list->element[2]->element[1]) == "b");
    CHECK(list->element[3]->type == REDIS_REPLY_ARRAY);
    CHECK(list->element[3]->elements == 0);
}

TEST_CASE("a text is taken without a copy, and only once")
{
    Reader reader;
    const std::string page(20'000, 'x');
    const RedisReply list = reader.read("*2\r\n$20000\r\n" + page + "\r\n:5\r\n");
    redisReply& reply = *list->element[0];
    const char* const place = reply.str;
    const std::string taken = take_text(reply);
    CHECK(taken == page);
    CHECK(static_cast<const void*>(taken.data()) == place);
    CHECK(text_of(reply).empty());
    CHECK(take_text(reply).empty());
    CHECK(take_text(*list->element[1]).empty());
}

TEST_CASE("a reply that is not complete is freed with its reader")
{
    Reader reader;
    CHECK_FALSE(reader.read("*3\r\n$1\r\na\r\n*2\r\n$1\r\n"));
    CHECK(reader.result == REDIS_OK);
    CHECK_FALSE(reader.read("x-y"));  // "\r\n" is missing
    Reader other;
    CHECK_FALSE(other.read("*2\r\n:1\r\n?"));
    CHECK(other.result == REDIS_ERR);
}

TEST_CASE("the time by Redis's clock is in milliseconds")
{
    Reader reader;
    CHECK(milliseconds_of_time(*reader.read("*2\r\n$2\r\n12\r\n$6\r\n345678\r\n")) == 12'345);
    CHECK(milliseconds_of_time(*reader.read("-NOPERM\r\n")) == 0);
    CHECK(milliseconds_of_time(*reader.read("*2\r\n:12\r\n$-1\r\n")) == 0);
}

TEST_CASE("a type of RESP3 is a reply without a text, or an error of the reader")
{
    for (const std::string_view bytes : {",1.5\r\n", "#t\r\n", "*1\r\n,inf\r\n"}) {
        Reader reader;
        REQUIRE(redisReaderFeed(reader.reader.get(), bytes.data(), bytes.size()) == REDIS_OK);
        void* read = nullptr;
        const int result = redisReaderGetReply(reader.reader.get(), &read);
        const RedisReply reply{static_cast<redisReply*>(read)};
        CHECK((reply != nullptr) == (result == REDIS_OK));
        if (reply) CHECK(text_of(*reply).empty());
    }
}
