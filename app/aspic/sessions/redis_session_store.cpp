#include <aspic/sessions/redis_session_store.h>

#include <string>
#include <utility>

#include <aspic/base/encoding.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

std::string key_of(std::string_view id)
{
    return RedisSessionStore::prefix + to_hex(id);
}

}  // namespace

RedisSessionStore::RedisSessionStore(RedisAddress address, std::chrono::milliseconds timeout)
    : pool_{std::move(address), timeout}
{
}

SessionStore::Found RedisSessionStore::read(std::string_view id)
{
    const std::string key = key_of(id);
    const RedisReply reply = pool_.run({"GET", key});
    const Outcome outcome = outcome_of(reply, "read");
    if (outcome != Outcome::done) return {.outcome = outcome};
    return {.outcome = outcome, .content = text_of(*reply)};
}

SessionStore::Outcome RedisSessionStore::write(std::string_view id, std::string_view content,
                                               std::chrono::seconds lifetime, bool is_new)
{
    const std::string key = key_of(id);
    const std::string seconds = std::to_string(lifetime.count());
    // The pool may send a command twice, so a new session is not written with NX.
    RedisConnection::Command command{"SET", key, content, "EX", seconds};
    if (!is_new) command.emplace_back("XX");
    return outcome_of(pool_.run(std::move(command)), "write");
}

SessionStore::Outcome RedisSessionStore::remove(std::string_view id)
{
    const std::string key = key_of(id);
    return outcome_of(pool_.run({"DEL", key}), "remove");
}

SessionStore::Outcome RedisSessionStore::outcome_of(const RedisReply& reply,
                                                    std::string_view what) const
{
    if (!reply) return Outcome::unavailable;
    if (reply->type == REDIS_REPLY_NIL) return Outcome::absent;
    if (reply->type != REDIS_REPLY_ERROR) return Outcome::done;
    log(LogLevel::error, "redis refused to " + std::string{what} + " a session",
        {{"redis", pool_.address().to_text()}, {"why", text_of(*reply)}});
    return Outcome::unavailable;
}

}  // namespace aspic
