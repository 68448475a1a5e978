#include <aspic/http/session.h>

#include <doctest/doctest.h>

#include <stdexcept>

using namespace aspic;

TEST_CASE("a new session belongs to a guest, and has nothing to store")
{
    const Session session;
    CHECK_FALSE(session.signed_in());
    CHECK_FALSE(session.must_be_stored());
    CHECK_FALSE(session.live_must_change());
}

TEST_CASE("signing in starts a new session without the guest's values")
{
    Session session;
    session.set("planted", "1");
    session.sign_in("7", "Ana");
    CHECK(session.signed_in());
    CHECK(session.user() == "7");
    CHECK(session.name() == "Ana");
    CHECK_FALSE(session.get("planted"));
    CHECK(session.must_be_stored());
    CHECK(session.live_must_change());
    CHECK_THROWS_AS(session.sign_in("", "Ana"), std::invalid_argument);
    CHECK(session.user() == "7");
}

TEST_CASE("signing out removes everything")
{
    auto session = Session::restore("7", "Ana", {{"recent", "ls"}});
    session.sign_out();
    CHECK_FALSE(session.signed_in());
    CHECK(session.name().empty());
    CHECK(session.values().empty());
    CHECK(session.must_be_stored());
    CHECK(session.live_must_change());
}

TEST_CASE("signing out ends the session of the cookie")
{
    auto session = Session::restore("7", "Ana", {}, {.id = "id-1"});
    session.sign_out();
    CHECK(session.ended_sessions() == std::vector<std::string>{"id-1"});
    CHECK(session.ended_users().empty());
    CHECK(session.cookie().id.empty());
    session.sign_out();
    CHECK(session.ended_sessions().size() == 1);
}

TEST_CASE("signing in ends the session of a signed-in visitor, and replaces that of a guest")
{
    auto session = Session::restore("7", "Ana", {}, {.id = "id-1", .signed_in = Time{}});
    session.sign_in("8", "Ben");
    CHECK(session.ended_sessions() == std::vector<std::string>{"id-1"});
    CHECK(session.cookie().id.empty());

    auto guest = Session::restore("", "", {{"theme", "dark"}}, {.id = "id-2"});
    guest.sign_in("8", "Ben");
    CHECK(guest.ended_sessions().empty());
    CHECK(guest.cookie().id.empty());
}

TEST_CASE("signing out everywhere also names the user")
{
    const Time noon{std::chrono::seconds{1'800'000'000}};
    auto session = Session::restore("7", "Ana", {{"a", "1"}}, {.id = "id-1", .signed_in = noon});
    session.sign_out_everywhere();
    CHECK_FALSE(session.signed_in());
    CHECK(session.values().empty());
    CHECK(session.must_be_stored());
    CHECK(session.live_must_change());
    CHECK(session.ended_sessions() == std::vector<std::string>{"id-1"});
    REQUIRE(session.ended_users().size() == 1);
    CHECK(session.ended_users()[0].user == "7");
    CHECK(session.ended_users()[0].signed_in == noon);
    session.sign_out_everywhere();
    CHECK(session.ended_users().size() == 1);
}

TEST_CASE("the same visitor can sign in again with the session's own texts")
{
    auto session = Session::restore("7", "Ana", {});
    session.sign_in(session.user(), session.name());
    CHECK(session.user() == "7");
    CHECK(session.name() == "Ana");
}

TEST_CASE("a restored session is stored again only if something in it changes")
{
    auto session = Session::restore("7", "Ana", {{"recent", "ls"}});
    session.set("recent", "ls");
    session.erase("absent");
    CHECK_FALSE(session.must_be_stored());
    session.set("recent", "cp");
    CHECK(session.must_be_stored());
    CHECK_FALSE(session.live_must_change());
    CHECK(session.get("recent") == "cp");

    auto other = Session::restore("7", "Ana", {{"recent", "ls"}});
    other.erase("recent");
    CHECK(other.must_be_stored());
    CHECK_FALSE(other.get("recent"));
}

TEST_CASE("changed asks for a new live version, and for nothing else")
{
    auto session = Session::restore("7", "Ana", {});
    session.changed();
    CHECK(session.live_must_change());
    CHECK_FALSE(session.must_be_stored());
}

TEST_CASE("a value may be set from a part of itself")
{
    Session session;
    session.set("a", "a long value that lies on the heap, not in the string");
    session.set("a", session.get("a")->substr(2));
    CHECK(session.get("a") == "long value that lies on the heap, not in the string");
}
