#include "accounts/device_cookie.h"

#include <aspic/aspic.h>
#include <doctest/doctest.h>

#include "../../support/temporary_directory.h"
#include "accounts/accounts.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    Device device() const
    {
        Device made;
        made.remember(7, now);
        made.remember(8, now);
        return made;
    }

    std::chrono::sys_seconds now{1'800'000'000s};
    support::TemporaryDirectory directory;
    DatabasePool pool{directory.path() / "accounts.db"};
    DeviceCookies cookies{pool};
};

Device read(const DeviceCookies& cookies, const std::string& field)
{
    aspic::RequestSource source;
    source.fields.emplace_back("Cookie", field);
    return cookies.read(aspic::Request{std::move(source), aspic::Target{}});
}

}  // namespace

TEST_CASE("a device cookie is read as it was written, also by another process with the same data")
{
    Fixture site;
    const Device device = site.device();
    const std::string value = site.cookies.seal(device);
    const DeviceCookies other_process{site.pool};
    const Device again = read(other_process, "session=x; device=" + value + "; live=y");
    CHECK(again.id == device.id);
    CHECK(again.knows(7, site.now));
    CHECK(again.knows(8, site.now));
    CHECK(!again.knows(9, site.now));
}

TEST_CASE("a damaged or foreign device cookie names no account")
{
    Fixture site;
    const std::string value = site.cookies.seal(site.device());
    std::string changed = value;
    changed[40] = changed[40] == 'A' ? 'B' : 'A';
    const Fixture elsewhere;
    for (const std::string& text :
         {std::string{}, std::string{"x"}, changed, value.substr(1), value + "AA",
          std::string(5000, 'A'), std::string{"\xff\xff"}}) {
        CAPTURE(text);
        CHECK(site.cookies.open(text).id.empty());
    }
    CHECK(elsewhere.cookies.open(value).id.empty());
}

TEST_CASE("with a cookie prefix, the cookie of another site is left alone")
{
    Fixture site;
    const DeviceCookies shop{site.pool, "shop"};
    const std::string field = shop.write(site.device(), "/", false);
    CHECK(field.starts_with("shop-device="));
    const std::string value = site.cookies.seal(site.device());
    CHECK(read(shop, "device=" + value).id.empty());
    CHECK(read(shop, "device=x; shop-device=x, shop-device=" + value).knows(7, site.now));
}

TEST_CASE("if several cookies have the name, the first valid one counts")
{
    Fixture site;
    const std::string good = site.cookies.seal(site.device());
    CHECK(read(site.cookies, "device=planted; device=" + good).knows(7, site.now));
    CHECK(read(site.cookies, "device=planted").id.empty());
    CHECK(read(site.cookies, "device").id.empty());
    CHECK(read(site.cookies, "").id.empty());
}

TEST_CASE("scripts and other sites cannot read a device cookie")
{
    Fixture site;
    const std::string field = site.cookies.write(site.device(), "/account", true);
    CHECK(field.ends_with("; Path=/account; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure"));
    CHECK(!site.cookies.write(site.device(), "/account", false).ends_with("Secure"));
    CHECK(field.size() < 400);
}
