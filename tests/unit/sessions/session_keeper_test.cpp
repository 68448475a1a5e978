#include <aspic/sessions/live_cookie.h>
#include <aspic/sessions/session_keeper.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include <aspic/sessions/developer_pass.h>
#include <aspic/sessions/sealed_cookie.h>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

/// A browser that keeps the two cookies, and a server whose clock stops unless the test moves it.
class Visitor {
public:
    explicit Visitor(std::string_view scheme = "http", std::string_view mount = "")
        : cookies{"", mount}, scheme_{scheme}
    {
    }

    void come_by(std::string_view scheme) { scheme_ = scheme; }

    /// Makes one request, in which a view calls `act` with the session.
    template <class Act>
    void visit(Act act)
    {
        RequestSource source;
        source.target = "/";
        source.scheme = scheme_;
        std::string sent = before;
        for (const auto& [name, value] : jar)
            sent.append(name).append("=").append(value).append("; ");
        if (!sent.empty()) source.fields.emplace_back("COOKIE", sent);
        Request request{std::move(source), Target::parse("/").value()};
        const Request::OpenSession open = [this](const Request& asked) {
            return keeper.open(asked);
        };
        request.open_session_by(open);
        act(request);
        set_cookies.clear();
        Headers response;
        keeper.write_back(request, response);
        clears = response.has("Clear-Site-Data");
        cleared = response.get("Clear-Site-Data").value_or("");
        response.remove("Clear-Site-Data");
        for (const auto& field : response) {
            REQUIRE(field.name == "Set-Cookie");
            set_cookies.push_back(field.value);
            keep(field.value);
        }
    }
    void sign_in()
    {
        visit([](Request& request) { request.session().sign_in("7", "Ana"); });
    }
    void look()
    {
        visit([](Request& request) { request.session(); });
    }
    bool signed_in()
    {
        bool result = false;
        visit([&](Request& request) { result = request.session().signed_in(); });
        return result;
    }

    Time now{1'800'000'000s};
    SiteCookies cookies;
    SessionKeeper keeper{SessionKeys::in_memory(), 10h, [this] { return now; }, cookies};
    std::map<std::string, std::string> jar;
    std::vector<std::string> set_cookies;
    std::string before;   // cookies of other sites, which come first
    bool clears = false;  // the last answer cleared the browser's data
    std::string cleared;  // which

private:
    void keep(const std::string& field)
    {
        const auto equals = field.find('=');
        const auto end = field.find(';');
        const auto name = field.substr(0, equals);
        if (field.find("Max-Age=0;") != std::string::npos) {
            jar.erase(name);
        } else {
            jar[name] = field.substr(equals + 1, end - equals - 1);
        }
    }
    std::string scheme_;
};

}  // namespace

TEST_CASE("signing in sets both cookies, and the next request is signed in")
{
    Visitor visitor;
    visitor.sign_in();
    REQUIRE(visitor.set_cookies.size() == 2);
    const auto& session = visitor.set_cookies[0];
    const auto& live = visitor.set_cookies[1];
    CHECK(session ==
          "session=" + visitor.jar["session"] + "; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax");
    CHECK(live == "live=" + visitor.jar["live"] + "; Path=/; Max-Age=36000; SameSite=Lax");
    CHECK(visitor.jar["live"].size() == 11);

    visitor.visit([](Request& request) {
        CHECK(request.session().user() == "7");
        CHECK(request.session().name() == "Ana");
    });
    CHECK(visitor.set_cookies.empty());
}

TEST_CASE("with https both cookies are Secure, and only this host can have set them")
{
    Visitor visitor{"https"};
    visitor.sign_in();
    REQUIRE(visitor.set_cookies.size() == 2);
    for (const auto& field : visitor.set_cookies) {
        CHECK(field.find("; Secure;") != std::string::npos);
    }
    CHECK(visitor.jar.contains("__Host-session"));
    CHECK(visitor.jar.contains("__Host-live"));
    CHECK(visitor.signed_in());
}

TEST_CASE(
    "with https, a session under the plain name does not count: somebody else may have set it")
{
    Visitor visitor;
    visitor.sign_in();
    visitor.come_by("https");
    CHECK_FALSE(visitor.signed_in());
    visitor.sign_in();
    CHECK(visitor.signed_in());
    visitor.come_by("http");
    CHECK(visitor.signed_in());
}

TEST_CASE("below a mount, a sign-out leaves what other sites of the origin store")
{
    for (const auto& [mount, clears] :
         {std::pair{"", "\"cache\", \"storage\""}, std::pair{"/docs", "\"cache\""}}) {
        Visitor visitor{"https", mount};
        visitor.sign_in();
        visitor.visit([](Request& request) { request.session().sign_out(); });
        CHECK(visitor.cleared == clears);
        CHECK(visitor.jar.empty());
    }
}

TEST_CASE("a request whose view does not use the session gets no cookie, whatever it sends")
{
    Visitor visitor;
    visitor.sign_in();
    visitor.now += 9h;
    visitor.visit([](Request&) {});
    CHECK(visitor.set_cookies.empty());
    visitor.jar = {{"session", "damaged"}, {"live", "x"}};
    visitor.visit([](Request&) {});
    CHECK(visitor.set_cookies.empty());
}

TEST_CASE("a view that only reads a guest's session sets no cookie")
{
    Visitor visitor;
    visitor.look();
    CHECK(visitor.set_cookies.empty());
}

TEST_CASE("a guest's values are stored, and give the guest a live cookie")
{
    Visitor visitor;
    visitor.visit([](Request& request) { request.session().set("theme", "dark"); });
    CHECK(visitor.jar.size() == 2);
    const auto first = visitor.jar["live"];
    CHECK(first.size() == 11);
    visitor.look();
    CHECK(visitor.set_cookies.empty());
    visitor.visit([](Request& request) { request.session().set("theme", "light"); });
    CHECK(visitor.jar["live"] != first);
    visitor.visit([](Request& request) { request.session().set("theme", "dark"); });
    visitor.visit([](Request& request) {
        CHECK_FALSE(request.session().signed_in());
        CHECK(request.session().get("theme") == "dark");
        request.session().erase("theme");
    });
    CHECK(visitor.jar.empty());
    CHECK_FALSE(visitor.clears);
}

TEST_CASE("a guest keeps the values through the sign-in, under another id, until the sign-out")
{
    Visitor visitor{"https"};
    std::string id;
    const auto look = [&](Request& request) {
        id = request.session().cookie().id;
        CHECK(request.session().get("basket") == "2");
    };
    visitor.visit([](Request& request) { request.session().set("basket", "2"); });
    visitor.visit(look);
    const std::string of_guest = id;
    visitor.sign_in();
    visitor.visit(look);
    CHECK(id.size() == 16);
    CHECK(id != of_guest);
    visitor.visit([](Request& request) { request.session().sign_out(); });
    CHECK(visitor.jar.empty());
    CHECK(visitor.clears);
}

TEST_CASE("a message at the sign-out begins a guest's session, and the browser's data is cleared")
{
    Visitor visitor{"https"};
    visitor.sign_in();
    const auto before = visitor.jar;
    visitor.visit([](Request& request) {
        request.session().sign_out();
        request.session().flash("Bye.");
    });
    CHECK(visitor.clears);
    CHECK(visitor.jar["__Host-live"] != before.at("__Host-live"));
    CHECK_FALSE(visitor.signed_in());
    visitor.visit([](Request& request) { CHECK(request.session().take_flash().size() == 1); });
}

TEST_CASE("the live cookie of a guest outlives the last message by one answer")
{
    Visitor visitor;
    visitor.visit([](Request& request) { request.session().flash("Saved."); });
    const auto live = visitor.jar["live"];
    visitor.visit([](Request& request) { CHECK(request.session().take_flash().size() == 1); });
    CHECK(visitor.jar == std::map<std::string, std::string>{{"live", live}});
    visitor.look();
    CHECK(visitor.jar.empty());
    CHECK_FALSE(visitor.clears);
}

TEST_CASE("signing out removes both cookies")
{
    Visitor visitor;
    visitor.sign_in();
    visitor.visit([](Request& request) { request.session().sign_out(); });
    CHECK(visitor.set_cookies ==
          std::vector<std::string>{"session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
                                   "live=; Path=/; Max-Age=0; SameSite=Lax"});
    CHECK_FALSE(visitor.signed_in());
    CHECK(visitor.set_cookies.empty());
}

TEST_CASE("signing out clears the browser's data only over HTTPS or on this machine")
{
    const auto cleared = [](const std::string& scheme, const std::string& host) {
        RequestSource source;
        source.scheme = scheme;
        source.host = host;
        Request request{std::move(source), Target{}};
        request.session().sign_out();
        Headers response;
        const SessionKeeper keeper{SessionKeys::in_memory(), 10h, [] { return Time{}; }};
        CHECK(keeper.write_back(request, response).empty());
        return std::string{response.get("Clear-Site-Data").value_or("")};
    };
    const std::string all = "\"cache\", \"storage\"";
    CHECK(cleared("https", "example.org") == all);
    for (const std::string host : {"localhost", "localhost:8080", "a.localhost", "127.0.0.1:80",
                                   "127.9.8.7", "[::1]", "[::1]:8080"}) {
        CAPTURE(host);
        CHECK(cleared("http", host) == all);
    }
    for (const std::string host : {"example.org", "localhost.example.org:80", "", "10.0.0.1"}) {
        CAPTURE(host);
        CHECK(cleared("http", host).empty());
    }
}

TEST_CASE("where a session begins, a browser that may run no scripts forgets the guest's pages")
{
    const auto cleared = [](const std::string& cookies, const std::string& host = "localhost") {
        RequestSource source;
        source.host = host;
        source.fields.emplace_back("COOKIE", cookies);
        Request request{std::move(source), Target{}};
        request.session().set("basket", "1");
        Headers response;
        const SessionKeeper keeper{SessionKeys::in_memory(), 10h, [] { return Time{}; }};
        CHECK_FALSE(keeper.write_back(request, response).empty());
        return std::string{response.get("Clear-Site-Data").value_or("")};
    };
    CHECK(cleared("") == "\"cache\"");
    CHECK(cleared("", "example.org").empty());
    CHECK(cleared("snapshots=-----------.").empty());  // as snapshots.js says it
    CHECK(cleared("snapshots=1") == "\"cache\"");
    // The visitor had a session: the browser has no pages of a guest.
    CHECK(cleared("live=AAAAAAAAAAA").empty());
}

TEST_CASE("the mark of a change is new each time, and scripts can read it")
{
    RequestSource source;
    source.scheme = "https";
    source.fields.emplace_back("COOKIE", "__Host-snapshots=AAAAAAAAAAA.");
    const Request request{std::move(source), Target{}};
    const SessionKeeper keeper{SessionKeys::in_memory(), 10h, [] { return Time{}; }};
    Headers first;
    Headers second;
    keeper.mark_change(request, first);
    keeper.mark_change(request, second);
    const std::string cookie{first.get("Set-Cookie").value()};
    const std::string_view name{"__Host-changed="};
    CHECK(cookie.starts_with(name));
    CHECK(cookie.substr(name.size() + live_version_size) ==
          "; Path=/; Max-Age=2592000; Secure; SameSite=Lax");
    CHECK(cookie != second.get("Set-Cookie"));
    CHECK_FALSE(first.has("Clear-Site-Data"));
}

TEST_CASE("after a change, a browser that may run no scripts forgets its pages")
{
    RequestSource source;
    source.scheme = "https";
    const Request request{std::move(source), Target{}};
    const SessionKeeper keeper{SessionKeys::in_memory(), 10h, [] { return Time{}; }};
    Headers response;
    keeper.mark_change(request, response);
    CHECK(response.get("Clear-Site-Data") == "\"cache\"");
    const std::string all = "\"cache\", \"storage\"";
    response.set("Clear-Site-Data", all);  // the response signs out too
    keeper.mark_change(request, response);
    CHECK(response.get("Clear-Site-Data") == all);
}

TEST_CASE("a changed value renews the live version, and so does a change outside of the session")
{
    Visitor visitor;
    visitor.sign_in();
    const auto first = visitor.jar;
    visitor.visit([](Request& request) { request.session().set("recent", "ls"); });
    CHECK(visitor.jar["session"] != first.at("session"));
    CHECK(visitor.jar["live"] != first.at("live"));

    const auto second = visitor.jar;
    visitor.visit([](Request& request) { request.session().changed(); });
    CHECK(visitor.set_cookies.size() == 1);
    CHECK(visitor.jar["session"] == second.at("session"));
    CHECK(visitor.jar["live"] != second.at("live"));
}

TEST_CASE("every sign-in has its own live version")
{
    Visitor visitor;
    visitor.sign_in();
    const auto first = visitor.jar["live"];
    visitor.sign_in();
    CHECK(visitor.jar["live"] != first);
}

TEST_CASE("a live cookie that is missing or not ours is set again")
{
    Visitor visitor;
    visitor.sign_in();
    for (const auto* value : {"", "x", "<script>alx", "123456789012"}) {
        visitor.jar["live"] = value;
        visitor.look();
        CHECK(visitor.set_cookies.size() == 1);
        CHECK(visitor.jar["live"].size() == 11);
        CHECK(visitor.jar["live"] != value);
    }
    visitor.jar.erase("live");
    visitor.look();
    CHECK(visitor.jar.contains("live"));
}

TEST_CASE("a live cookie without a signed-in session is removed")
{
    Visitor visitor;
    visitor.jar = {{"live", "abcdefghijk"}};
    visitor.look();
    CHECK(visitor.jar.empty());
}

TEST_CASE("a session is renewed when less than half of its lifetime is left")
{
    Visitor visitor;
    visitor.sign_in();
    const auto first = visitor.jar;
    visitor.now += 5h;
    visitor.look();
    CHECK(visitor.set_cookies.empty());
    visitor.now += 1s;
    visitor.look();
    CHECK(visitor.set_cookies.size() == 2);
    CHECK(visitor.jar["session"] != first.at("session"));
    CHECK(visitor.jar["live"] == first.at("live"));
    visitor.now += 9h;
    CHECK(visitor.signed_in());
}

TEST_CASE("a session keeps its id through changes and renewals, and a new sign-in gets another")
{
    Visitor visitor;
    const auto id = [&] {
        std::string found;
        visitor.visit([&](Request& request) { found = request.session().cookie().id; });
        return found;
    };
    visitor.sign_in();
    const std::string first = id();
    CHECK(first.size() == 16);
    visitor.visit([](Request& request) { request.session().set("recent", "ls"); });
    CHECK(id() == first);
    visitor.now += 6h;
    visitor.look();
    REQUIRE(visitor.set_cookies.size() == 2);
    CHECK(id() == first);
    visitor.sign_in();
    CHECK(id() != first);
}

TEST_CASE("a copied cookie is refused after the sign-out, and all its cookies are removed")
{
    Visitor visitor{"https"};
    visitor.sign_in();
    auto copy = visitor.jar;
    copy["__Host-snapshots"] = copy["__Host-live"] + ".kkkkkk";
    visitor.visit([](Request& request) { request.session().sign_out(); });
    for (int i = 0; i < 3; ++i) {
        visitor.jar = copy;
        CHECK_FALSE(visitor.signed_in());
        CHECK(visitor.jar.empty());
        CHECK(visitor.clears);
        visitor.now += 9h;  // first its seal is still valid, then it has expired
    }
}

TEST_CASE("a copied cookie that was renewed before the sign-out is refused too")
{
    Visitor visitor;
    visitor.sign_in();
    const auto first = visitor.jar;
    visitor.now += 6h;
    visitor.look();
    const auto renewed = visitor.jar;
    visitor.jar = first;
    visitor.visit([](Request& request) { request.session().sign_out(); });
    visitor.jar = renewed;
    CHECK_FALSE(visitor.signed_in());
}

TEST_CASE("signing in again ends the session before it")
{
    Visitor visitor;
    visitor.sign_in();
    const auto copy = visitor.jar;
    visitor.sign_in();
    CHECK(visitor.signed_in());
    visitor.jar = copy;
    CHECK_FALSE(visitor.signed_in());
}

TEST_CASE("signing out everywhere ends existing sessions, and none that begins in that second")
{
    Visitor visitor;
    visitor.sign_in();
    const auto other = visitor.jar;
    visitor.jar.clear();
    visitor.sign_in();
    visitor.visit([](Request& request) { request.session().sign_out_everywhere(); });
    visitor.sign_in();
    CHECK(visitor.signed_in());
    const auto later = visitor.jar;
    visitor.jar = other;
    CHECK_FALSE(visitor.signed_in());
    visitor.now += 9h;
    visitor.jar = later;
    CHECK(visitor.signed_in());
    visitor.jar.clear();
    visitor.visit([](Request& request) { request.session().sign_in("8", "Ben"); });
    CHECK(visitor.signed_in());
}

TEST_CASE("a request that ends everything and signs in again is signed in")
{
    Visitor visitor;
    visitor.sign_in();
    visitor.visit([](Request& request) {
        request.session().sign_out_everywhere();
        request.session().sign_in("7", "Ana");
    });
    CHECK(visitor.signed_in());
}

TEST_CASE("a sign-out removes the snapshots cookie, if it is ours")
{
    Visitor visitor;
    visitor.sign_in();
    visitor.jar["snapshots"] = visitor.jar["live"] + ".kkkkkk";
    visitor.visit([](Request& request) { request.session().sign_out(); });
    CHECK(visitor.jar.empty());
    CHECK(visitor.set_cookies.back() == "snapshots=; Path=/; Max-Age=0; SameSite=Lax");

    visitor.sign_in();
    visitor.jar["snapshots"] = "of another program";
    visitor.visit([](Request& request) { request.session().sign_out(); });
    CHECK(visitor.jar.size() == 1);
}

TEST_CASE("cookies of a parent domain do not hide ours, whatever they contain")
{
    for (const std::string& foreign :
         {std::string{"eyJhIjoxfQ.Zb.flask-signature"}, std::string{}, std::string(200, 'A'),
          std::string(116, '-'), std::string(5000, 'A')}) {
        CAPTURE(foreign);
        Visitor visitor;
        visitor.before = "session=" + foreign + "; live=true; snapshots=1; ";
        visitor.sign_in();
        CHECK(visitor.signed_in());
        CHECK(visitor.set_cookies.empty());
        visitor.jar["snapshots"] = visitor.jar["live"] + ".kkkkkk";
        visitor.visit([](Request& request) { request.session().sign_out(); });
        CHECK(visitor.jar.empty());
        CHECK_FALSE(visitor.signed_in());
    }
}

TEST_CASE("only some of a thousand cookies named session are tried")
{
    Visitor visitor;
    visitor.sign_in();
    for (int i = 0; i < 127; ++i)
        visitor.before += "session=" + std::string(116, 'A') + "; ";
    CHECK(visitor.signed_in());
    visitor.before += visitor.before;
    CHECK_FALSE(visitor.signed_in());  // ours is the 255th valid-looking one
}

TEST_CASE("a developer's pass is found after another cookie of the same name")
{
    const auto keys = SessionKeys::in_memory();
    const Time now{1'800'000'000s};
    const SessionKeeper keeper{keys, 10h, [now] { return now; }};
    const std::string cookies = "developer=1; developer=" + std::string(64, 'A') +
                                "; developer=" + make_developer_pass(now + 1h, keys, now);
    RequestSource source;
    source.fields.emplace_back("COOKIE", cookies);
    CHECK(keeper.is_developer(Request{std::move(source), Target{}}));
}

TEST_CASE("a session that is not used ends with its lifetime")
{
    Visitor visitor;
    visitor.sign_in();
    visitor.now += 10h - 1s;
    auto same = visitor.jar;
    CHECK(visitor.signed_in());
    visitor.jar = same;
    visitor.now += 1s;
    CHECK_FALSE(visitor.signed_in());
    CHECK_FALSE(visitor.jar.contains("live"));
}

TEST_CASE("a damaged session cookie gives a guest's session")
{
    Visitor visitor;
    visitor.sign_in();
    const auto good = visitor.jar["session"];
    for (const auto& bad : {std::string{}, std::string{"x"}, good + "A", good.substr(1),
                            std::string(3801, 'A'), "\"" + good.substr(0, 40) + "\""}) {
        visitor.jar["session"] = bad;
        CHECK_FALSE(visitor.signed_in());
    }
}

TEST_CASE("a session that is too large for a cookie is an error, not a silent loss")
{
    Visitor visitor;
    const auto fill = [](Request& request) { request.session().set("k", std::string(4000, 'x')); };
    CHECK_THROWS_AS(visitor.visit(fill), std::length_error);
    CHECK_THROWS_WITH(
        visitor.visit(fill),
        "the session of a guest needs a cookie of 5456 bytes, but browsers drop large "
        "cookies, so the limit is 3800: store less in the session, or keep sessions in "
        "Redis (--sessions redis)");
}

TEST_CASE("a keeper needs a lifetime")
{
    const auto clock = [] { return Time{}; };
    CHECK_THROWS_AS((SessionKeeper{SessionKeys::in_memory(), 0s, clock}), std::invalid_argument);
    CHECK_THROWS_AS((SessionKeeper{SessionKeys::in_memory(), -1s, clock}), std::invalid_argument);
}
