// The limits on guessing passwords, as accounts.h describes them.
#include <doctest/doctest.h>

#include <string>

#include "../../support/temporary_directory.h"
#include "accounts/accounts.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view home = "192.0.2.1";
constexpr std::string_view right = "correct horse";
constexpr const char* wrong = "Wrong name or password.";

struct Fixture {
    Fixture()
    {
        const auto signed_up = accounts.sign_up("Ana", right, {home}, now);
        ana = std::get<User>(signed_up).id;
    }

    std::string sign_in(std::string_view password, std::string_view address = home,
                        const Device& device = {}, std::string_view name = "Ana")
    {
        const auto result = accounts.sign_in(name, password, {address, device}, now);
        if (const auto* user = std::get_if<User>(&result)) return "user " + user->name;
        wait = std::get<Refusal>(result).wait;
        return std::get<Refusal>(result).reason;
    }
    Device device_of_ana() const
    {
        Device device;
        device.remember(ana, now);
        return device;
    }
    // Counts this many failures as if they had just happened. A real failure takes the time of a
    // hash.
    void fail(std::string_view subject, std::int64_t failures)
    {
        accounts.database().borrow()->run(
            "INSERT INTO attempts(subject, failures, last) VALUES (?, ?, ?)", subject, failures,
            now.time_since_epoch().count());
    }
    // Counts failures as if strangers had guessed the account from many networks.
    void attack() { fail("account ana", most_failures_of_account); }

    support::TemporaryDirectory directory;
    Accounts accounts{directory.path() / "accounts.db"};
    std::chrono::sys_seconds now{1'800'000'000s};
    std::int64_t ana = 0;
    std::chrono::seconds wait{0};
};

}  // namespace

TEST_CASE("an unknown name and a wrong password get the same message")
{
    Fixture site;
    CHECK(site.sign_in(right, home, {}, "Bob") == wrong);
    CHECK(site.sign_in("wrong horse") == wrong);
}

TEST_CASE(
    "after some failures on an account a network must wait, even with the right password, and a "
    "success clears them")
{
    Fixture site;
    for (int i = 0; i < 6; ++i)
        CHECK(site.sign_in("wrong horse") == wrong);
    CHECK(site.sign_in(right) == "Too many failed attempts. Try again in 5 seconds.");
    site.now += 4s;
    CHECK(site.sign_in(right) == "Too many failed attempts. Try again in 1 second.");
    site.now += 1s;
    CHECK(site.sign_in(right) == "user Ana");
    CHECK(site.sign_in("wrong horse") == wrong);
}

TEST_CASE("failures elsewhere do not stop a visitor from signing in")
{
    Fixture site;
    for (int place = 0; place < 6; ++place)
        site.sign_in("wrong horse", "198.51.100." + std::to_string(place));
    CHECK(site.sign_in(right, "203.0.113.1") == "user Ana");
}

TEST_CASE("failures on an account count together for all IPv6 networks of one household")
{
    Fixture site;
    for (int i = 0; i < 6; ++i)
        site.sign_in("wrong horse", "2001:db8:1:" + std::to_string(i) + "::1");
    CHECK(site.sign_in(right, "2001:db8:1:99::1") ==
          "Too many failed attempts. Try again in 5 seconds.");
    CHECK(site.sign_in(right, "2001:db8:2::1") == "user Ana");
}

TEST_CASE("failures from one network count for all names, and other networks are not affected")
{
    Fixture site;
    site.fail("address 2001:db8::/64", 20);
    CHECK(site.sign_in("x", "2001:db8::1", {}, "Nobody") == wrong);
    CHECK(site.sign_in(right, "2001:db8::1234") ==
          "Too many failed attempts. Try again in 10 seconds.");
    CHECK(site.sign_in(right, "2001:db8:1::1") == "user Ana");
}

TEST_CASE("an account under attack lets a known browser in at once")
{
    Fixture site;
    const Device device = site.device_of_ana();
    site.attack();
    CHECK(site.sign_in(right, home, device) == "user Ana");
    site.fail("address 192.0.2.1", 1000);
    site.fail("account ana from 192.0.2.1", 1000);
    CHECK(site.sign_in(right, home, device) == "user Ana");
}

TEST_CASE("an account under attack lets a new browser in after 30 seconds, whatever others do")
{
    Fixture site;
    site.attack();
    CHECK(site.sign_in(right) == "Too many failed attempts. Try again in 30 seconds.");
    for (int place = 0; place < 6; ++place) {
        site.now += 5s;
        site.sign_in("wrong horse", "198.51.100." + std::to_string(place % 2));
    }
    CHECK(site.sign_in(right) == "user Ana");
}

TEST_CASE("an account under attack makes each guess wait longer, up to an hour")
{
    Fixture site;
    site.attack();
    std::string waits;
    for (int guess = 0; guess < 9; ++guess) {
        site.sign_in("wrong horse");
        waits += std::to_string(site.wait.count()) + " ";
        site.now += site.wait;
        CHECK(site.sign_in("wrong horse") == wrong);
    }
    CHECK(waits == "30 60 120 240 480 960 1920 3600 3600 ");
}

TEST_CASE("a known browser that guesses must wait too, for its own failures")
{
    Fixture site;
    const Device device = site.device_of_ana();
    site.fail("device " + device.id + " of " + std::to_string(site.ana), 10);
    CHECK(site.sign_in("wrong horse", home, device) == wrong);
    CHECK(site.sign_in(right, home, device) == "Too many failed attempts. Try again in 5 seconds.");
    CHECK(site.sign_in(right, home, site.device_of_ana()) == "user Ana");
    CHECK(site.sign_in(right, home) == "user Ana");
}

TEST_CASE("a browser that one account knows is new to other accounts, and new again after a year")
{
    Fixture site;
    Device device = site.device_of_ana();
    CHECK(device.knows(site.ana, site.now));
    CHECK(!device.knows(site.ana + 1, site.now));
    CHECK(!device.knows(site.ana, site.now + Device::lifetime));
    for (std::int64_t other = 1; other <= 4; ++other)
        device.remember(other, site.now);
    CHECK(!device.knows(site.ana, site.now));
    CHECK(device.knows(1, site.now));
}
