#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

#include <aspic/sessions/session_keys.h>
#include "key_files.h"

using namespace aspic;
using namespace session_tests;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr Time now{1'800'000'000s};

}  // namespace

TEST_CASE("a rotation puts a new key first, and keeps the given number of older ones")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto first = SessionKeys::load_or_create(file).newest();
    rotate_session_key(file, 2, now, 0s);
    const auto second = SessionKeys::load_or_create(file);
    REQUIRE(second.size() == 2);
    CHECK_FALSE(second.newest() == first);
    CHECK(*(second.begin() + 1) == first);

    rotate_session_key(file, 2, now, 0s);
    rotate_session_key(file, 2, now, 0s);
    const auto fourth = SessionKeys::load_or_create(file);
    CHECK(fourth.size() == 3);
    CHECK(std::find(fourth.begin(), fourth.end(), first) == fourth.end());
    CHECK(fourth.begin()[2] == second.newest());
    CHECK(mode_of(file) == 0600);

    rotate_session_key(file, 0, now, 0s);
    CHECK(SessionKeys::load_or_create(file).size() == 1);
    CHECK(files_in(directory) == 1);
}

TEST_CASE("a rotation does not create a missing file, and does not repair a wrong one")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    CHECK_THROWS_WITH_AS(rotate_session_key(file, 1, now, 0s),
                         ("the session key file " + file.string() +
                          " does not exist: check the path; the server makes the file when it is "
                          "first started")
                             .c_str(),
                         std::runtime_error);
    CHECK(files_in(directory) == 0);
    write_private(file, "x\n");
    CHECK_THROWS_AS(rotate_session_key(file, 1, now, 0s), std::runtime_error);
    CHECK(contents(file) == "x\n");
}

TEST_CASE("a rotation of a symbolic link keeps the link")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto link = directory / "link";
    SessionKeys::load_or_create(file);
    fs::create_symlink(file, link);
    rotate_session_key(link, 1, now, 0s);
    CHECK(fs::is_symlink(link));
    CHECK(SessionKeys::load_or_create(file).size() == 2);
}

TEST_CASE("simultaneous rotations lose no key, and readers always read a whole file")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeys::load_or_create(file);
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&file] {
                for (int j = 0; j < 5; ++j)
                    rotate_session_key(file, 100, now, 0s);
            });
        }
        for (int i = 0; i < 200; ++i)
            CHECK_NOTHROW(SessionKeys::load_or_create(file));
    }
    CHECK(SessionKeys::load_or_create(file).size() == 21);
}

TEST_CASE("a new key opens cookies at once, and seals them after the delay")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto first = SessionKeys::load_or_create(file).newest();
    rotate_session_key(file, 2, now, 60s);
    const auto keys = SessionKeys::load(file);
    REQUIRE(keys.size() == 2);
    CHECK(keys.newest().seals_from() == now + 60s);
    CHECK(keys.sealing(now) == first);
    CHECK(keys.sealing(now + 59s) == first);
    CHECK(keys.sealing(now + 60s) == keys.newest());
    CHECK(contents(file).find(" from 1800000060\n") != std::string::npos);
}

TEST_CASE("rotations within the delay never drop the key that seals")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto first = SessionKeys::load_or_create(file).newest();
    for (int i = 0; i < 5; ++i)
        rotate_session_key(file, 1, now + std::chrono::seconds{i}, 60s);
    const auto keys = SessionKeys::load(file);
    CHECK(keys.size() == 6);
    CHECK(keys.sealing(now + 5s) == first);
    CHECK(keys.sealing(now + 60s) == keys.begin()[4]);
    // By then all keys may seal, so the newest stays.
    rotate_session_key(file, 1, now + 1h, 60s);
    CHECK(SessionKeys::load(file).size() == 2);
    CHECK(SessionKeys::load(file).sealing(now + 1h) == keys.newest());
}

TEST_CASE("with a clock far behind, the oldest key seals")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeys::load_or_create(file);
    rotate_session_key(file, 1, now, 60s);
    rotate_session_key(file, 1, now + 1h, 60s);
    const auto keys = SessionKeys::load(file);
    CHECK(keys.sealing(now - 24h) == keys.begin()[1]);
}

TEST_CASE("a key's time that is not a number is an error that names the line")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeys::load_or_create(file);
    const std::string key = contents(file).substr(0, 44);
    for (const std::string end :
         {" from ", " from x", " from 1 2", " from 1x", " from -", " until 1"}) {
        CAPTURE(end);
        write_private(file, key + end + "\n");
        CHECK_THROWS_AS(SessionKeys::load(file), std::runtime_error);
    }
    write_private(file, key + " from 7\n");
    CHECK(SessionKeys::load(file).newest().seals_from() == Time{7s});
}
