// Sessions in a store: what the cookie has, and what happens if the store has lost them.
#include <doctest/doctest.h>

#include <map>

#include <aspic/http/errors.h>
#include <aspic/sessions/session_keeper.h>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

class MapStore : public SessionStore {
public:
    Found read(std::string_view id) override
    {
        if (is_down) return {.outcome = Outcome::unavailable};
        const auto found = sessions.find(std::string{id});
        if (found == sessions.end()) return {};
        return {.outcome = Outcome::done, .content = found->second};
    }
    Outcome write(std::string_view id, std::string_view content, std::chrono::seconds lifetime,
                  bool is_new) override
    {
        if (is_down) return Outcome::unavailable;
        if (!is_new && !sessions.contains(std::string{id})) return Outcome::absent;
        sessions[std::string{id}] = content;
        last_lifetime = lifetime;
        return Outcome::done;
    }
    Outcome remove(std::string_view id) override
    {
        if (is_down) return Outcome::unavailable;
        return sessions.erase(std::string{id}) > 0 ? Outcome::done : Outcome::absent;
    }

    std::map<std::string, std::string> sessions;
    std::chrono::seconds last_lifetime{0};
    bool is_down = false;
};

struct Visitor {
    template <class Act>
    void visit(Act act)
    {
        std::string cookies;
        for (const auto& [name, value] : jar)
            cookies.append(name).append("=").append(value).append("; ");
        RequestSource source;
        if (!cookies.empty()) source.fields.emplace_back("Cookie", cookies);
        Request request{std::move(source), Target{}};
        const Request::OpenSession open = [this](const Request& asked) {
            return keeper.open(asked);
        };
        request.open_session_by(open);
        act(request.session());
        Headers response;
        keeper.write_back(request, response);
        for (const auto& field : response) {
            if (field.name != "Set-Cookie") continue;
            const auto equals = field.value.find('=');
            const auto name = field.value.substr(0, equals);
            jar[name] = field.value.substr(equals + 1, field.value.find(';') - equals - 1);
            if (jar[name].empty()) jar.erase(name);
        }
    }
    void put(std::string_view value)
    {
        visit([&](Session& session) { session.set("basket", value); });
    }
    std::string basket()
    {
        std::string found;
        visit([&](Session& session) { found = session.get("basket").value_or("none"); });
        return found;
    }

    Time now{1'800'000'000s};
    std::shared_ptr<MapStore> store = std::make_shared<MapStore>();
    SessionKeeper keeper{std::make_shared<SessionKeyring>(SessionKeys::in_memory()),
                         std::make_shared<EndedSessions>(),
                         10h,
                         [this] { return now; },
                         {},
                         store};
    std::map<std::string, std::string> jar;
};

}  // namespace

TEST_CASE("a session in a store may be large, and its cookie stays small")
{
    Visitor visitor;
    visitor.put(std::string(60'000, 'x'));
    CHECK(visitor.jar["session"].size() < 200);
    CHECK(visitor.basket().size() == 60'000);
    CHECK(visitor.store->last_lifetime == 10h);
    REQUIRE(visitor.store->sessions.size() == 1);
    CHECK(visitor.store->sessions.begin()->first.size() == 16);
}

TEST_CASE("a session in a store is bounded too")
{
    Visitor visitor;
    CHECK_THROWS_WITH(visitor.put(std::string(66'000, 'x')), doctest::Contains("limit is 65535"));
    CHECK(visitor.store->sessions.empty());
}

TEST_CASE("signing in moves the session to a new id, and signing out removes it from the store")
{
    Visitor visitor;
    visitor.put("2");
    const std::string of_guest = visitor.store->sessions.begin()->first;
    visitor.visit([](Session& session) { session.sign_in("7", "Ana"); });
    REQUIRE(visitor.store->sessions.size() == 1);
    CHECK_FALSE(visitor.store->sessions.contains(of_guest));
    CHECK(visitor.basket() == "2");
    const auto copy = visitor.jar;
    visitor.visit([](Session& session) {
        CHECK(session.name() == "Ana");
        session.sign_out();
    });
    CHECK(visitor.store->sessions.empty());
    CHECK(visitor.jar.empty());
    visitor.jar = copy;
    CHECK(visitor.basket() == "none");
    CHECK(visitor.jar.empty());
}

TEST_CASE("an emptied guest's session is removed from the store")
{
    Visitor visitor;
    visitor.put("2");
    visitor.visit([](Session& session) { session.erase("basket"); });
    CHECK(visitor.store->sessions.empty());
    CHECK(visitor.jar.empty());
}

TEST_CASE("a session that the store has lost has ended, and its cookies go")
{
    Visitor visitor;
    visitor.visit([](Session& session) { session.sign_in("7", "Ana"); });
    visitor.store->sessions.clear();
    visitor.visit([](Session& session) { CHECK_FALSE(session.signed_in()); });
    CHECK(visitor.jar.empty());
}

TEST_CASE("a session that the store has lost does not hide another cookie's session")
{
    Visitor stranger;
    stranger.visit([](Session& session) { session.sign_in("8", "Eve"); });
    const std::string lost = stranger.jar["session"];
    stranger.store->sessions.clear();
    stranger.put("2");
    const std::string ours = stranger.jar["session"];
    for (int count = 1; count <= 3; ++count) {
        std::string cookies = ours;
        for (int i = 0; i < count; ++i)
            cookies = lost + "; session=" + cookies;
        stranger.jar = {{"session", cookies}};
        CHECK(stranger.basket() == "2");
    }
}

TEST_CASE("while the store is down, visitors count as guests, keep their cookies, and cannot write")
{
    Visitor visitor;
    visitor.put("2");
    const auto before = visitor.jar;
    visitor.store->is_down = true;
    CHECK(visitor.basket() == "none");
    CHECK(visitor.jar == before);
    CHECK_THROWS_AS(visitor.put("3"), Unavailable);
    CHECK(visitor.jar == before);
    visitor.jar.clear();
    CHECK_THROWS_AS(visitor.put("3"), Unavailable);
    CHECK(visitor.jar.empty());
    visitor.store->is_down = false;
    visitor.jar = before;
    CHECK(visitor.basket() == "2");
}

TEST_CASE("a request that ends after the sign-out does not bring the session back")
{
    Visitor visitor;
    visitor.visit([](Session& session) { session.sign_in("7", "Ana"); });
    CHECK_THROWS_AS(visitor.visit([&](Session& session) {
        session.set("basket", "2");
        visitor.store->sessions.clear();
    }),
                    Unavailable);
    CHECK(visitor.store->sessions.empty());
}

TEST_CASE("a session in a store is renewed there too")
{
    Visitor visitor;
    visitor.put("2");
    visitor.store->last_lifetime = 0s;
    visitor.now += 6h;
    CHECK(visitor.basket() == "2");
    CHECK(visitor.store->last_lifetime == 10h);
}

TEST_CASE("a renewal that the store does not take is tried again later")
{
    Visitor visitor;
    visitor.put("2");
    visitor.now += 6h;
    const auto before = visitor.jar;
    visitor.visit([&](Session& session) {
        CHECK(session.get("basket") == "2");
        visitor.store->is_down = true;
    });
    CHECK(visitor.jar == before);
    visitor.store->is_down = false;
    CHECK(visitor.basket() == "2");
    CHECK(visitor.jar != before);
}
