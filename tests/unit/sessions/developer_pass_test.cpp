#include <aspic/sessions/developer_pass.h>

#include <doctest/doctest.h>

#include <aspic/sessions/seal.h>
#include <aspic/sessions/sealed_cookie.h>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr Time now{1'800'000'000s};

}  // namespace

TEST_CASE("a developer's pass is valid until its time, to the second")
{
    const auto keys = SessionKeys::in_memory();
    const std::string pass = make_developer_pass(now + 12h, keys, now);
    CHECK(open_developer_pass(pass, keys, now) == now + 12h);
    CHECK(open_developer_pass(pass, keys, now + 12h - 1s));
    CHECK_FALSE(open_developer_pass(pass, keys, now + 12h));
    CHECK(pass.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
}

TEST_CASE("a damaged pass, or a pass of another key, opens nothing")
{
    const auto keys = SessionKeys::in_memory();
    const std::string pass = make_developer_pass(now + 1h, keys, now);
    CHECK_FALSE(open_developer_pass(pass, SessionKeys::in_memory(), now));
    CHECK_FALSE(open_developer_pass("", keys, now));
    CHECK_FALSE(open_developer_pass(pass + "A", keys, now));
    int opened = 0;
    for (std::size_t i = 0; i < pass.size(); ++i) {
        std::string changed = pass;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        if (open_developer_pass(changed, keys, now)) ++opened;
        if (open_developer_pass(pass.substr(0, i), keys, now)) ++opened;
    }
    CHECK(opened == 0);
}

TEST_CASE("a pass that an older key sealed is valid as long as that key is kept")
{
    const auto older = SessionKey::random();
    const auto newer = SessionKey::random();
    const std::string pass = make_developer_pass(now + 1h, SessionKeys{{older}}, now);
    CHECK(open_developer_pass(pass, SessionKeys{{newer, older}}, now));
    CHECK_FALSE(open_developer_pass(pass, SessionKeys{{newer}}, now));
}

TEST_CASE("a session is not accepted as a developer's pass, nor a pass as a session")
{
    const auto keys = SessionKeys::in_memory();
    const SealedSession ana{.user = "7",
                            .name = "Ana",
                            .values = {},
                            .issued = now,
                            .expires = now + 1h,
                            .id = std::string(16, 'i')};
    CHECK_FALSE(open_developer_pass(seal_session(ana, keys), keys, now));
    CHECK_FALSE(open_session(make_developer_pass(now + 1h, keys, now), keys, now));
    // Not even if the sealed bytes are the same.
    const std::string end = "\0\0\0\x7f\xff\xff\xff\xff"s;
    CHECK(open_developer_pass(seal(end, "aspic developer 1", keys.newest()), keys, now));
    CHECK_FALSE(open_developer_pass(seal(end, "aspic session 2", keys.newest()), keys, now));
    const std::string guest =
        "\x02"s + std::string(8, '\0') + end + std::string(16, 'i') + std::string(14, '\0');
    CHECK(open_session(seal(guest, "aspic session 2", keys.newest()), keys, now));
    CHECK_FALSE(open_session(seal(guest, "aspic developer 1", keys.newest()), keys, now));
}
