#include "accounts.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../support/temporary_directory.h"
#include "account_names.h"
#include "attempts.h"
#include "history.h"

using namespace manual;
using support::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view home = "192.0.2.1";

struct Fixture {
    TemporaryDirectory directory;
    Accounts accounts{directory.path() / "accounts.db"};
    std::chrono::sys_seconds now{1'800'000'000s};

    std::string sign_up(std::string_view name, std::string_view password = "correct horse")
    {
        return told(accounts.sign_up(name, password, home, now));
    }
    std::string sign_in(std::string_view name, std::string_view password,
                        std::string_view address = home)
    {
        return told(accounts.sign_in(name, password, address, now));
    }
    static std::string told(const std::variant<User, Refusal>& result)
    {
        const auto* user = std::get_if<User>(&result);
        return user != nullptr ? "user " + user->name : std::get<Refusal>(result).reason;
    }
};

}  // namespace

TEST_CASE("who has signed up can sign in, with the name in any case")
{
    Fixture site;
    CHECK(site.sign_up("Zo\u00EB Ångström") == "user Zo\u00EB Ångström");
    CHECK(site.sign_in("ZO\u00CB ångström", "correct horse") == "user Zo\u00EB Ångström");
    CHECK(site.sign_in("Zo\u00EB Ångström", "wrong horse") ==
          "The name or the password is not right.");
}

TEST_CASE("an unknown name and a wrong password are told apart by nothing")
{
    Fixture site;
    site.sign_up("Ana");
    CHECK(site.sign_in("Bob", "correct horse") == site.sign_in("Ana", "wrong horse"));
}

TEST_CASE("a name is given once, and passwords have eight characters or more")
{
    Fixture site;
    site.sign_up("Ana");
    CHECK(site.sign_up("ANA") == "The name ANA is taken.");
    CHECK(site.sign_up("Bob", "short") == "The password needs at least 8 characters.");
    CHECK(site.sign_up("Bob", std::string(2000, 'x')) == "The password is too long.");
}

TEST_CASE("names have letters of any script, and signs only between them")
{
    for (const char* name :
         {"Ana", "a1", "Jean-Luc", "O'Neill", "\u0410\u043D\u043D\u0430", "\u674E\u5C0F\u9F99"}) {
        CAPTURE(name);
        CHECK(!objection_to_name(name));
    }
    for (const char* name :
         {"", "x", " Ana", "Ana ", "A  B", "-a", "a/b", "a<b", "a\nb", "a\u200Bb", "\u202Eabc",
          "\xff\xff", "123456789012345678901234567890123"}) {
        CAPTURE(name);
        CHECK(objection_to_name(name).has_value());
    }
}

TEST_CASE(
    "after some failures a name has to wait, also with the right password, and a success forgets "
    "them")
{
    Fixture site;
    site.sign_up("Ana");
    for (int i = 0; i < 6; ++i)
        CHECK(site.sign_in("Ana", "wrong horse") == "The name or the password is not right.");
    CHECK(site.sign_in("ana", "correct horse") ==
          "Too many failed attempts. Try again in 5 seconds.");
    site.now += 4s;
    CHECK(site.sign_in("Ana", "correct horse") ==
          "Too many failed attempts. Try again in 1 second.");
    site.now += 1s;
    CHECK(site.sign_in("Ana", "correct horse") == "user Ana");
    CHECK(site.sign_in("Ana", "wrong horse") == "The name or the password is not right.");
}

TEST_CASE("waits double up to their limit, and a quiet day ends them")
{
    const TemporaryDirectory directory;
    Accounts accounts{directory.path() / "accounts.db"};
    const auto database = accounts.database().borrow();
    Attempts attempts{*database};
    std::chrono::sys_seconds now{1'800'000'000s};
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 10; ++i) {
        const auto wait = attempts.begin("x", {2, 5s, 60s}, now);
        if (wait.count() > 0) {
            waits.push_back(wait.count());
            now += wait;
            CHECK(attempts.begin("x", {2, 5s, 60s}, now) == 0s);
        }
    }
    CHECK(waits == std::vector<std::int64_t>{5, 10, 20, 40, 60, 60, 60});
    now += 25h;
    CHECK(attempts.begin("x", {2, 5s, 60s}, now) == 0s);
    CHECK(attempts.begin("x", {2, 5s, 60s}, now) == 0s);
}

TEST_CASE("failures from one address count for all names, and others are free")
{
    const TemporaryDirectory directory;
    Accounts accounts{directory.path() / "accounts.db"};
    const std::chrono::sys_seconds now{1'800'000'000s};
    {
        const auto database = accounts.database().borrow();
        for (int i = 0; i < 21; ++i) {
            Attempts{*database}.begin("address 2001:db8::/64", attempts_by_address, now);
        }
    }
    CHECK(std::get<Refusal>(accounts.sign_in("Ana", "x", "2001:db8::1234", now)).wait == 10s);
    CHECK(std::get<Refusal>(accounts.sign_in("Ana", "x", "2001:db8:1::1", now)).wait == 0s);
}

TEST_CASE("IPv6 visitors count by their network")
{
    CHECK(network_of("192.0.2.7") == "192.0.2.7");
    CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(network_of("") == "");
}

TEST_CASE("waits are told in words")
{
    CHECK(in_words(1s) == "1 second");
    CHECK(in_words(90s) == "90 seconds");
    CHECK(in_words(91s) == "2 minutes");
    CHECK(in_words(15min) == "15 minutes");
}

TEST_CASE("the accounts' file is for its owner only, and has no readable password")
{
    Fixture site;
    site.sign_up("Ana", "correct horse");
    struct stat status {};
    REQUIRE(stat((site.directory.path() / "accounts.db").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const auto database = site.accounts.database().borrow();
    Statement row = database->query("SELECT password FROM users");
    REQUIRE(row.next());
    CHECK(row.text(0).starts_with("$argon2id$"));
}

TEST_CASE("of several who want one name at the same time, one gets it")
{
    Fixture site;
    std::atomic<int> admitted{0};
    std::vector<std::jthread> visitors;
    for (int i = 0; i < 4; ++i) {
        visitors.emplace_back([&] { admitted += site.sign_up("Ana") == "user Ana"; });
    }
    visitors.clear();
    CHECK(admitted == 1);
}

TEST_CASE("attempts made at the same time are all counted")
{
    Fixture site;
    std::atomic<int> refused{0};
    std::vector<std::jthread> visitors;
    for (int i = 0; i < 10; ++i) {
        visitors.emplace_back([&] {
            refused += site.sign_in("Bob", "x") != "The name or the password is not right.";
        });
    }
    visitors.clear();
    CHECK(refused == 4);
}

TEST_CASE("the history has the pages a user read last, the newest first, each once")
{
    Fixture site;
    const auto ana =
        std::get<User>(site.accounts.sign_up("Ana", "correct horse", home, site.now)).id;
    History history{site.accounts.database()};
    history.record(ana, {"1", "ls"}, site.now);
    history.record(ana, {"3", "printf"}, site.now);
    history.record(ana, {"1", "ls"}, site.now);
    history.record(ana + 1, {"1", "rm"}, site.now);
    const auto recent = history.recent(ana, 8);
    REQUIRE(recent.size() == 2);
    CHECK(recent[0].name == "ls");
    CHECK(recent[1].name == "printf");
    CHECK(history.recent(ana + 1, 8).empty());

    for (int i = 0; i < 60; ++i)
        history.record(ana, {"1", "page" + std::to_string(i)}, site.now);
    CHECK(history.recent(ana, 100).size() == 50);
    CHECK(history.recent(ana, 1)[0].name == "page59");
}
