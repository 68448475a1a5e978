#include <aspic/sessions/session_keyring.h>

#include <doctest/doctest.h>

#include "../support/waiting.h"
#include "key_files.h"

using namespace aspic;
using namespace session_tests;
using namespace std::chrono_literals;
using support::eventually;

namespace {

constexpr Time now{1'800'000'000s};

}  // namespace

TEST_CASE("keys without a file do not change")
{
    SessionKeyring ring{SessionKeys::in_memory()};
    const auto keys = ring.current();
    CHECK(ring.current() == keys);
    CHECK(ring.after_failure(keys) == keys);
}

TEST_CASE("a running server sees a rotation")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeyring ring{file};
    CHECK(ring.current()->size() == 1);
    rotate_session_key(file, 2, now, 60s);
    CHECK(eventually([&] { return ring.current()->size() == 2; }));
    CHECK(*ring.current()->begin() == SessionKeys::load(file).newest());
}

TEST_CASE("a cookie that no key opens causes the file to be read at once")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeyring ring{file};
    const auto before = ring.current();
    rotate_session_key(file, 2, now, 0s);
    SessionKeyring::Keys after = before;
    CHECK(eventually([&] {
        after = ring.after_failure(before);
        return after != before;
    }));
    CHECK(after->size() == 2);
}

TEST_CASE("while a key file is damaged, missing or back again, the known keys stay in use")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeyring ring{file};
    const auto first = *ring.current()->begin();
    write_private(file, "damaged\n");
    const auto is_known = [&] { return *ring.after_failure(ring.current())->begin() == first; };
    for (int i = 0; i < 5; ++i)
        CHECK(is_known());
    std::filesystem::remove(file);
    CHECK(is_known());
    const auto next = SessionKeys::load_or_create(file).newest();
    CHECK(eventually([&] { return *ring.current()->begin() == next; }));
}
