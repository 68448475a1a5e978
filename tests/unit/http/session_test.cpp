#include <aspic/http/session.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <utility>

using namespace aspic;

TEST_CASE("a new session belongs to a guest, and has nothing to store")
{
    const Session session;
    CHECK_FALSE(session.signed_in());
    CHECK_FALSE(session.must_be_stored());
    CHECK_FALSE(session.live_must_change());
}

TEST_CASE("signing in starts a new session, with the guest's values")
{
    auto session = Session::restore("", "", {{"basket", "2"}}, {.id = "id-1"});
    session.sign_in("7", "Ana");
    CHECK(session.signed_in());
    CHECK(session.user() == "7");
    CHECK(session.name() == "Ana");
    CHECK(session.get("basket") == "2");
    CHECK(session.cookie().id.empty());
    CHECK(session.left_sessions() == std::vector<std::string>{"id-1"});
    CHECK(session.must_be_stored());
    CHECK(session.live_must_change());
    CHECK_THROWS_AS(session.sign_in("", "Ana"), std::invalid_argument);
    CHECK(session.user() == "7");
}

TEST_CASE("signing in keeps the values of the same user, and not those of another")
{
    auto session = Session::restore("7", "Ana", {{"basket", "2"}}, {.id = "id-1"});
    session.sign_in("7", "Ana");
    CHECK(session.get("basket") == "2");
    session.sign_in("8", "Ben");
    CHECK_FALSE(session.get("basket"));
}

TEST_CASE("only a guest without values has an empty session")
{
    Session session;
    CHECK(session.is_empty());
    session.set("basket", "1");
    CHECK_FALSE(session.is_empty());
    session.erase("basket");
    CHECK(session.is_empty());
    session.flash("Saved.");
    CHECK_FALSE(session.is_empty());
    CHECK_FALSE(Session::restore("7", "Ana", {}).is_empty());
}

TEST_CASE("a key of the library is refused")
{
    Session session;
    CHECK_THROWS_AS(session.set("aspic:flash", "x"), std::invalid_argument);
    CHECK_THROWS_AS(session.erase("aspic:other"), std::invalid_argument);
}

TEST_CASE("messages that no page shows do not fill the session: the oldest one goes")
{
    Session session;
    for (int number = 1; number <= 25; ++number)
        session.flash(std::to_string(number));
    const auto waiting = session.take_flash();
    REQUIRE(waiting.size() == 20);
    CHECK(waiting.front().message == "6");
    CHECK(waiting.back().message == "25");
}

TEST_CASE("messages are taken once, in their order")
{
    Session session;
    session.flash("Saved.");
    session.flash("3:Not, sent.", "error");
    CHECK(session.must_be_stored());
    CHECK(session.live_must_change());
    CHECK_FALSE(session.has_shown_flash());
    CHECK(session.take_flash() ==
          std::vector<Flash>{{"Saved.", "info"}, {"3:Not, sent.", "error"}});
    CHECK(session.has_shown_flash());
    CHECK(session.take_flash().empty());
    CHECK(session.is_empty());
}

TEST_CASE("messages wait if the visitor does not see the answer")
{
    auto session = Session{};
    session.use_for(SessionUse::view, false);
    CHECK(session.take_flash().empty());
    CHECK_FALSE(session.has_held_back_flash());
    session.flash("Saved.");
    CHECK(session.take_flash().empty());
    CHECK(session.has_held_back_flash());
    CHECK_FALSE(session.has_shown_flash());
    session.use_for(SessionUse::view, true);
    CHECK(session.take_flash().size() == 1);
}

TEST_CASE("taking messages keeps the live version: no other page shows them")
{
    Session earlier;
    earlier.flash("Saved.");
    auto session = Session::restore("7", "Ana", earlier.values());
    CHECK(session.take_flash().size() == 1);
    CHECK(session.must_be_stored());
    CHECK_FALSE(session.live_must_change());
}

TEST_CASE("a fragment may change values, which keeps the live version")
{
    auto session = Session::restore("7", "Ana", {});
    Session fragment = session.for_fragment(SessionUse::fragment, true);
    fragment.set("views", "1");
    CHECK_FALSE(session.must_be_stored());
    session.keep(std::move(fragment));
    CHECK(session.get("views") == "1");
    CHECK(session.must_be_stored());
    CHECK_FALSE(session.live_must_change());
}

TEST_CASE("what a fragment may not change is refused, with the way out")
{
    auto session = Session::restore("7", "Ana", {}).for_fragment(SessionUse::fragment, true);
    CHECK_THROWS_AS(session.sign_in("8", "Ben"), SessionNotWritable);
    CHECK_THROWS_AS(session.sign_out(), SessionNotWritable);
    CHECK_THROWS_AS(session.sign_out_everywhere(), SessionNotWritable);
    CHECK_THROWS_WITH(session.changed(), doctest::Contains("call it in a view"));
    CHECK(session.user() == "7");
    CHECK_FALSE(session.must_be_stored());

    auto everyone = Session{}.for_fragment(SessionUse::everyone, false);
    CHECK_THROWS_AS(everyone.set("views", "1"), SessionNotWritable);
    CHECK_THROWS_WITH(everyone.flash("Saved."), doctest::Contains("cached for everyone"));
    CHECK(everyone.take_flash().empty());
    everyone.erase("absent");
    CHECK(everyone.is_empty());
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
    CHECK_FALSE(session.live_must_change());
    session.set("recent", "cp");
    CHECK(session.must_be_stored());
    CHECK(session.live_must_change());
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
