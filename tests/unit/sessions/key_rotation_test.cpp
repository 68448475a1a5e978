#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

#include "key_files.h"
#include "sessions/session_keys.h"

using namespace aspic;
using namespace session_tests;
namespace fs = std::filesystem;

TEST_CASE("a rotation puts a new key first and keeps as many older ones as it is told")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto first = SessionKeys::load_or_create(file).newest();
    rotate_session_key(file, 2);
    const auto second = SessionKeys::load_or_create(file);
    REQUIRE(second.size() == 2);
    CHECK_FALSE(second.newest() == first);
    CHECK(*(second.begin() + 1) == first);

    rotate_session_key(file, 2);
    rotate_session_key(file, 2);
    const auto fourth = SessionKeys::load_or_create(file);
    CHECK(fourth.size() == 3);
    CHECK(std::find(fourth.begin(), fourth.end(), first) == fourth.end());
    CHECK(fourth.begin()[2] == second.newest());
    CHECK(mode_of(file) == 0600);

    rotate_session_key(file, 0);
    CHECK(SessionKeys::load_or_create(file).size() == 1);
    CHECK(files_in(directory) == 1);
}

TEST_CASE("a rotation makes no file where there is none, and repairs none that is wrong")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    CHECK_THROWS_WITH_AS(rotate_session_key(file, 1),
                         ("the session key file " + file.string() +
                          " does not exist: check the path; the server makes the file when it is "
                          "first started")
                             .c_str(),
                         std::runtime_error);
    CHECK(files_in(directory) == 0);
    write_private(file, "x\n");
    CHECK_THROWS_AS(rotate_session_key(file, 1), std::runtime_error);
    CHECK(contents(file) == "x\n");
}

TEST_CASE("a rotation leaves a link a link")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto link = directory / "link";
    SessionKeys::load_or_create(file);
    fs::create_symlink(file, link);
    rotate_session_key(link, 1);
    CHECK(fs::is_symlink(link));
    CHECK(SessionKeys::load_or_create(file).size() == 2);
}

TEST_CASE("rotations at once lose no key, and whoever reads meanwhile reads a whole file")
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
                    rotate_session_key(file, 100);
            });
        }
        for (int i = 0; i < 200; ++i)
            CHECK_NOTHROW(SessionKeys::load_or_create(file));
    }
    CHECK(SessionKeys::load_or_create(file).size() == 21);
}
