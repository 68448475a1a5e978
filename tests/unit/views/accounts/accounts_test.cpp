#include "accounts/accounts.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../../support/temporary_directory.h"
#include "accounts/history.h"
#include "accounts/passwords.h"

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
        return told(accounts.sign_up(name, password, {home}, now));
    }
    std::string sign_in(std::string_view name, std::string_view password,
                        std::string_view address = home)
    {
        return told(accounts.sign_in(name, password, {address}, now));
    }
    static std::string told(const std::variant<User, Refusal>& result)
    {
        const auto* user = std::get_if<User>(&result);
        return user != nullptr ? "user " + user->name : std::get<Refusal>(result).reason;
    }
};

}  // namespace

TEST_CASE("a visitor who has signed up can sign in, with the name in any case")
{
    Fixture site;
    CHECK(site.sign_up("Zo\u00EB Ångström") == "user Zo\u00EB Ångström");
    CHECK(site.sign_in("ZO\u00CB ångström", "correct horse") == "user Zo\u00EB Ångström");
    CHECK(site.sign_in("Zo\u00EB Ångström", "wrong horse") == "Wrong name or password.");
}

TEST_CASE("the answers to an unknown name and to a wrong password do not differ")
{
    Fixture site;
    site.sign_up("Ana");
    CHECK(site.sign_in("Bob", "correct horse") == site.sign_in("Ana", "wrong horse"));
}

TEST_CASE("a name can be used once")
{
    Fixture site;
    site.sign_up("Ana");
    CHECK(site.sign_up("ANA") == "The name ANA is taken, or looks like a name that is taken.");
    CHECK(site.sign_up("Bob", "too short") == "The password needs at least 10 characters.");
}

TEST_CASE("the composed and the decomposed form are one name, which is stored composed")
{
    Fixture site;
    CHECK(site.sign_up("Zoe\u0308") == "user Zo\u00EB");
    CHECK(site.sign_in("Zo\u00EB", "correct horse") == "user Zo\u00EB");
    CHECK(site.sign_in("ZOE\u0308", "correct horse") == "user Zo\u00EB");
}

TEST_CASE("a name that looks like an existing one is taken")
{
    Fixture site;
    site.sign_up("Admin");
    CHECK(site.sign_up("\u0410dmin") ==
          "The name \u0410dmin is taken, or looks like a name that is taken.");
    CHECK(site.sign_in("\u0410dmin", "correct horse") == "Wrong name or password.");
}

TEST_CASE("a visitor with an older, short password can still sign in")
{
    Fixture site;
    site.sign_up("Ana");
    site.accounts.database().borrow()->run("UPDATE users SET password = ?",
                                           hash_password("12345678"));
    CHECK(site.sign_in("Ana", "12345678") == "user Ana");
}

TEST_CASE("only the owner may read the accounts' file, and it has no readable password")
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

TEST_CASE("if several visitors want one name at the same time, one of them gets it")
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

TEST_CASE("the history has the pages that a user read last, the newest first, each once")
{
    Fixture site;
    const auto ana =
        std::get<User>(site.accounts.sign_up("Ana", "correct horse", {home}, site.now)).id;
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
