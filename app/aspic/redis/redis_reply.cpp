#include <aspic/redis/redis_reply.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

namespace aspic {

namespace {

// hiredis keeps each text in an allocation of its own, and copies it there.
struct OwnReply : redisReply {
    explicit OwnReply(const redisReadTask& task) : redisReply{} { type = task.type; }

    std::string text;  // `str` is in it
};

void destroy(redisReply* reply)
{
    if (reply == nullptr) return;
    for (std::size_t i = 0; i < reply->elements; ++i)
        destroy(reply->element[i]);
    std::free(reply->element);
    delete static_cast<OwnReply*>(reply);
}

// hiredis takes null as "out of memory". It is written in C: no exception may pass it.
template <class Fill>
void* make(const redisReadTask* task, const Fill& fill) noexcept
{
    try {
        auto reply = std::make_unique<OwnReply>(*task);
        if (!fill(*reply)) return nullptr;
        if (task->parent != nullptr)
            static_cast<redisReply*>(task->parent->obj)->element[task->idx] = reply.get();
        return static_cast<redisReply*>(reply.release());
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

void* make_text(const redisReadTask* task, char* text, std::size_t size)
{
    return make(task, [&](OwnReply& reply) {
        reply.text.assign(text, size);
        reply.str = reply.text.data();
        reply.len = size;
        return true;
    });
}

// The type of the number depends on the version of hiredis.
template <class Number>
void* make_array(const redisReadTask* task, Number number)
{
    return make(task, [&](OwnReply& reply) {
        const auto size = static_cast<std::size_t>(number);
        if (size == 0) return true;
        reply.element = static_cast<redisReply**>(std::calloc(size, sizeof(redisReply*)));
        if (reply.element != nullptr) reply.elements = size;
        return reply.element != nullptr;
    });
}

void* make_integer(const redisReadTask* task, long long number)
{
    return make(task, [&](OwnReply& reply) {
        reply.integer = number;
        return true;
    });
}

void* make_nil(const redisReadTask* task)
{
    return make(task, [](OwnReply& reply) {
        reply.type = REDIS_REPLY_NIL;  // the task's type is that of the value that is missing
        return true;
    });
}

// The types of RESP3 that hiredis knows since version 1.0. A server that is not asked for them does
// not send them; but without these functions, hiredis returns a pointer to nothing for one.
template <class Functions>
void add_resp3(Functions& own)
{
    if constexpr (requires { own.createDouble; }) {
        own.createDouble = [](const redisReadTask* task, double /*number*/, char* text,
                              std::size_t size) { return make_text(task, text, size); };
    }
    if constexpr (requires { own.createBool; }) {
        own.createBool = [](const redisReadTask* task, int value) {
            return make_integer(task, value);
        };
    }
}

void free_reply(void* reply)
{
    destroy(static_cast<redisReply*>(reply));
}

redisReplyObjectFunctions functions()
{
    redisReplyObjectFunctions own{};
    own.createString = make_text;
    own.createArray = make_array;
    own.createInteger = make_integer;
    own.createNil = make_nil;
    own.freeObject = free_reply;
    add_resp3(own);
    return own;
}

bool has_text(const redisReply& reply)
{
    return reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS ||
           reply.type == REDIS_REPLY_ERROR;
}

}  // namespace

void RedisReplyDeleter::operator()(redisReply* reply) const
{
    destroy(reply);
}

void make_own_replies(redisReader& reader)
{
    static redisReplyObjectFunctions own = functions();
    reader.fn = &own;
}

std::string text_of(const redisReply& reply)
{
    return has_text(reply) ? std::string{reply.str, reply.len} : std::string{};
}

std::string take_text(redisReply& reply)
{
    if (!has_text(reply)) return {};
    std::string text = std::move(static_cast<OwnReply&>(reply).text);
    reply.str = nullptr;
    reply.len = 0;
    return text;
}

std::uint64_t milliseconds_of_time(const redisReply& reply)
{
    if (reply.type != REDIS_REPLY_ARRAY || reply.elements != 2) return 0;
    const auto number = [](const redisReply& one) {
        return std::strtoull(text_of(one).c_str(), nullptr, 10);
    };
    return number(*reply.element[0]) * 1000 + number(*reply.element[1]) / 1000;
}

}  // namespace aspic
