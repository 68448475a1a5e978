#pragma once
// Sessions in Redis: a string `aspic:session:ID` for each, with a TTL, where ID is the session's 16
// random bytes in hexadecimal. Use a Redis that does not evict keys (`maxmemory-policy noeviction`)
// or has room for all sessions: an evicted session is a visitor who is signed out. Any thread.

#include <chrono>

#include <aspic/redis/redis_pool.h>
#include <aspic/sessions/session_store.h>

namespace aspic {

class RedisSessionStore : public SessionStore {
public:
    static constexpr const char* prefix = "aspic:session:";

    RedisSessionStore(RedisAddress address, std::chrono::milliseconds timeout);

    Found read(std::string_view id) override;
    Outcome write(std::string_view id, std::string_view content, std::chrono::seconds lifetime,
                  bool is_new) override;
    Outcome remove(std::string_view id) override;

private:
    /// Logs a reply that is an error. The pool logs a server that cannot be reached.
    Outcome outcome_of(const RedisReply& reply, std::string_view what) const;

    RedisPool pool_;
};

}  // namespace aspic
