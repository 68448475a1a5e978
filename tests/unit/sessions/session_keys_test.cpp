#include <aspic/sessions/session_keys.h>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <stdexcept>

#include "key_files.h"

using namespace aspic;
using namespace session_tests;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

std::string error_of(const fs::path& file)
{
    try {
        SessionKeys::load_or_create(file);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("the first start makes a key that only its owner can read, and the second finds it")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto made = SessionKeys::load_or_create(file);
    CHECK(made.size() == 1);
    CHECK(mode_of(file) == 0600);
    CHECK(contents(file) == made.newest().base64() + "\n");
    CHECK(contents(file).size() == 45);
    CHECK(SessionKeys::load_or_create(file).newest() == made.newest());
    CHECK(files_in(directory) == 1);
}

TEST_CASE("the umask does not change the mode of the key file")
{
    const TemporaryDirectory directory;
    for (const mode_t mask : {0777U, 0000U}) {
        const auto file = directory / ("key" + std::to_string(mask)).c_str();
        const auto before = umask(mask);
        CHECK_NOTHROW(SessionKeys::load_or_create(file));
        umask(before);
        CHECK(mode_of(file) == 0600);
    }
}

TEST_CASE("a key is the text of 32 bytes, and nothing else")
{
    const auto key = SessionKey::random();
    CHECK(SessionKey::from_base64(key.base64()) == key);
    CHECK_FALSE(SessionKey::random() == key);
    const std::string good = key.base64();
    for (const auto& bad :
         {""s, "x"s, good.substr(1), good + "=", good + "AAAA", " " + good, good + "\r",
          good.substr(0, 43), "!" + good.substr(1), std::string(43, '\xff') + "="}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(SessionKey::from_base64(bad), std::invalid_argument);
    }
    CHECK_THROWS_AS(SessionKeys{std::vector<SessionKey>{}}, std::invalid_argument);
}

TEST_CASE("a key file that others may read is refused with a remedy")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    SessionKeys::load_or_create(file);
    for (const mode_t mode : {0640U, 0604U, 0620U, 0644U, 0601U}) {
        REQUIRE(chmod(file.c_str(), mode) == 0);
        const auto error = error_of(file);
        CHECK(error.find(file.string()) != std::string::npos);
        CHECK(error.find("open to other users: run chmod 600") != std::string::npos);
    }
    REQUIRE(chmod(file.c_str(), 0400) == 0);
    CHECK(error_of(file) == "no error");
}

TEST_CASE("an empty, malformed or overlong key file is refused and not changed")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto key = SessionKey::random().base64();
    const auto check = [&](const std::string& text, const std::string& problem) {
        CAPTURE(text);
        write_private(file, text);
        const auto error = error_of(file);
        CHECK(error.find("session key file " + file.string() + " " + problem) != std::string::npos);
        CHECK(contents(file) == text);
    };
    check("", "is empty: restore it, or remove it");
    check("\n", "has no base64 key of 32 bytes in line 1");
    check("secret\n", "has no base64 key of 32 bytes in line 1");
    check(key + "\nx\n", "has no base64 key of 32 bytes in line 2");
    check(key + "\n\n" + key + "\n", "has no base64 key of 32 bytes in line 2");
    check(key + "\r\n", "has no base64 key of 32 bytes in line 1");
    check(key + key + "\n", "has no base64 key of 32 bytes in line 1");
    check(key + "\n\0"s, "has no base64 key of 32 bytes in line 2");
    check(std::string(100'000, 'A'), "is too large for a key file");
}

TEST_CASE("no error contains a byte of a key")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    const auto key = SessionKey::random().base64();
    write_private(file, key + "x\n");
    CHECK(error_of(file).find(key.substr(0, 8)) == std::string::npos);
}

TEST_CASE("a path that is not a file, or in no directory, gives a clear error")
{
    const TemporaryDirectory directory;
    CHECK(error_of(directory.path()).find("is not a regular file") != std::string::npos);

    const auto fifo = directory / "fifo";
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(error_of(fifo).find("is not a regular file") != std::string::npos);

    CHECK(error_of(directory / "none/session.key").find("its directory must exist") !=
          std::string::npos);

    const auto link = directory / "link";
    fs::create_symlink(directory / "nowhere", link);
    CHECK(error_of(link).find("is a link to a file that does not exist") != std::string::npos);
}
