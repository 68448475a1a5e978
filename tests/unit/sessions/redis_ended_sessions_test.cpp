#include <aspic/sessions/redis_ended_sessions.h>

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include <aspic/base/clock.h>
#include <aspic/base/encoding.h>
#include <aspic/sessions/session_keeper.h>
#include "../support/redis_server.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;
using support::RedisServer;

namespace {

constexpr auto lifetime = 1h;

/// The objects of one worker process.
struct Worker {
    explicit Worker(const RedisServer& redis, const SessionKeys& keys = SessionKeys::in_memory())
        : list{std::make_shared<RedisEndedSessions>(redis.address(), 2000ms,
                                                    SessionKeeper::retention(lifetime))},
          keeper{std::make_shared<SessionKeyring>(keys), list, lifetime, current_time}
    {
    }
    void end(const std::string& session) const
    {
        list->end({.session = session, .until = current_time() + lifetime}, current_time());
    }
    bool has(const std::string& session) const { return list->has(session, "", Time{}); }
    bool learns(const std::string& session) const
    {
        return eventually([&] { return has(session); });
    }

    /// Makes one request with that cookie field. Returns the user and the answer's session cookie.
    std::pair<std::string, std::string> visit(const std::string& cookies,
                                              const std::function<void(Session&)>& act) const
    {
        RequestSource source;
        source.fields.emplace_back("COOKIE", cookies);
        Request request{std::move(source), Target{}};
        const Request::OpenSession open = [this](const Request& asked) {
            return keeper.open(asked);
        };
        request.open_session_by(open);
        const std::string user{request.session().user()};
        act(request.session());
        Headers response;
        keeper.write_back(request, response);
        const std::string field{response.get("Set-Cookie").value_or("")};
        return {user, field.substr(0, field.find(';'))};
    }
    std::string user_of(const std::string& cookies) const
    {
        return visit(cookies, [](Session&) {}).first;
    }
    std::string sign_in(const std::string& user) const
    {
        return visit("", [&](Session& session) { session.sign_in(user, "Ana"); }).second;
    }

    std::shared_ptr<RedisEndedSessions> list;
    SessionKeeper keeper;
};

}  // namespace

TEST_CASE("a sign-out in one worker applies in all")
{
    const RedisServer redis;
    const auto keys = SessionKeys::in_memory();
    const Worker a{redis, keys};
    const Worker b{redis, keys};
    const std::string cookie = a.sign_in("7");
    CHECK(b.user_of(cookie) == "7");
    a.visit(cookie, [](Session& session) { session.sign_out(); });
    CHECK(a.user_of(cookie).empty());
    CHECK(eventually([&] { return b.user_of(cookie).empty(); }));
    const Worker late{redis, keys};
    CHECK(late.user_of(cookie).empty());
}

TEST_CASE("signing out everywhere applies in all workers, and the next sign-in is valid in all")
{
    const RedisServer redis;
    const auto keys = SessionKeys::in_memory();
    const Worker a{redis, keys};
    const Worker b{redis, keys};
    const std::string phone = b.sign_in("user\nwith \xc3\xa9");
    const std::string desk = a.sign_in("user\nwith \xc3\xa9");
    a.visit(desk, [](Session& session) { session.sign_out_everywhere(); });
    CHECK(eventually([&] { return b.user_of(phone).empty(); }));
    const std::string next = b.sign_in("user\nwith \xc3\xa9");
    CHECK(a.user_of(next) == "user\nwith \xc3\xa9");
    CHECK(b.user_of(next) == "user\nwith \xc3\xa9");
}

TEST_CASE("a worker that starts reads all ended sessions, in more than one answer")
{
    const RedisServer redis;
    const Worker a{redis};
    for (int i = 0; i < 2500; ++i)
        a.end("session-" + std::to_string(i));
    const Worker b{redis};
    CHECK(b.list->size() == 2500);
    CHECK(b.has("session-0"));
    CHECK(b.has("session-2499"));
}

TEST_CASE("a Redis that restarts empty gets the list back from the workers")
{
    RedisServer redis;
    const Worker a{redis};
    a.end("before");
    redis.kill();
    a.end("meanwhile");
    CHECK(a.has("meanwhile"));
    redis.start();
    CHECK(eventually([&] { return redis.ask({"XLEN", RedisEndedSessions::stream}) == "2"; }));
    const Worker b{redis};
    CHECK(b.has("before"));
    CHECK(b.has("meanwhile"));
    a.end("after");
    CHECK(b.learns("after"));
}

TEST_CASE("a list that is deleted while workers run is written again")
{
    const RedisServer redis;
    const Worker a{redis};
    const Worker b{redis};
    a.end("one");
    CHECK(b.learns("one"));
    redis.ask({"FLUSHALL"});
    b.end("two");  // the stream is as long as before
    CHECK(a.learns("two"));
    CHECK(eventually([&] { return Worker{redis}.has("one"); }));
    redis.ask({"DEL", RedisEndedSessions::stream});
    CHECK(eventually([&] { return Worker{redis}.has("one"); }));
    CHECK(Worker{redis}.has("two"));
}

TEST_CASE("foreign records in the stream end no session and stop no worker")
{
    const RedisServer redis;
    const Worker a{redis};
    redis.ask({"XADD", RedisEndedSessions::stream, "*", "x", "y"});
    redis.ask({"XADD", RedisEndedSessions::stream, "*", "session", "zz", "until", "99999999999"});
    redis.ask({"XADD", RedisEndedSessions::stream, "*", "session", "6162", "until", "x"});
    a.end("one");
    const Worker b{redis};
    CHECK(b.has("one"));
    CHECK(b.list->size() == 1);
}

TEST_CASE("a key of another type is reported once, and sign-outs still apply in their process")
{
    const RedisServer redis;
    redis.ask({"SET", RedisEndedSessions::stream, "x"});
    const Worker a{redis};
    a.end("one");
    CHECK(a.has("one"));
    redis.ask({"DEL", RedisEndedSessions::stream});
    CHECK(eventually([&] { return redis.ask({"XLEN", RedisEndedSessions::stream}) == "1"; }));
}

TEST_CASE("an entry that has the id of a deleted one is read with the next news")
{
    const RedisServer redis;
    const Worker a{redis};
    redis.ask({"XADD", RedisEndedSessions::stream, "5-1", "session", to_hex("one"), "until",
               to_text(current_time() + lifetime)});
    CHECK(a.learns("one"));
    redis.ask({"DEL", RedisEndedSessions::stream});
    redis.ask({"XADD", RedisEndedSessions::stream, "5-1", "session", to_hex("two"), "until",
               to_text(current_time() + lifetime)});
    redis.ask({"XADD", RedisEndedSessions::stream, "5-2", "session", to_hex("three"), "until",
               to_text(current_time() + lifetime)});
    CHECK(a.learns("three"));
    CHECK(a.learns("two"));
}
