#include <aspic/sessions/key_file.h>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <stdexcept>

#include <aspic/base/file_descriptor.h>
#include "../support/message_of.h"
#include "key_files.h"

using namespace aspic;
using namespace session_tests;
using support::contains;
using support::message_of;

namespace {

/// Returns true if another process holds the lock of the directory.
bool is_locked(const std::filesystem::path& directory)
{
    const FileDescriptor other{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return ::flock(other.get(), LOCK_EX | LOCK_NB) != 0;
}

}  // namespace

TEST_CASE("a file is created once, only its owner may read it, and no other file is left")
{
    const TemporaryDirectory directory;
    const auto file = directory / "key";
    CHECK_FALSE(key_file::read(file));
    CHECK(key_file::create(file, "secret"));
    CHECK(mode_of(file) == 0600U);
    CHECK(key_file::read(file) == "secret");
    CHECK_FALSE(key_file::create(file, "another"));
    CHECK(key_file::read(file) == "secret");
    CHECK(files_in(directory) == 1);
}

TEST_CASE("a file is replaced as a whole, and a link to it stays a link")
{
    const TemporaryDirectory directory;
    const auto file = directory / "key";
    const auto link = directory / "link";
    REQUIRE(key_file::create(file, "a longer secret"));
    std::filesystem::create_symlink("key", link);
    key_file::replace(link, "secret");
    CHECK(std::filesystem::is_symlink(link));
    CHECK(key_file::read(file) == "secret");
    CHECK(mode_of(file) == 0600U);
    CHECK(files_in(directory) == 2);
}

TEST_CASE("a file that cannot be written is unchanged, and the error says what to do")
{
    const TemporaryDirectory directory;
    const auto file = directory / "none" / "key";
    for (const std::string& why :
         {message_of<std::runtime_error>([&] { key_file::create(file, "secret"); }),
          message_of<std::runtime_error>([&] { key_file::replace(file, "secret"); })}) {
        CHECK(contains(why, file.string() + " cannot be written (No such file or directory)"));
        CHECK(contains(why, "its directory must exist"));
        CHECK_FALSE(contains(why, "secret"));
    }
    CHECK(files_in(directory) == 0);
}

TEST_CASE("a pipe in place of the file is reported at once")
{
    const TemporaryDirectory directory;
    REQUIRE(::mkfifo((directory / "key").c_str(), 0600) == 0);
    CHECK(contains(message_of<std::runtime_error>([&] { key_file::read(directory / "key"); }),
                   "is not a regular file"));
}

TEST_CASE("a directory is locked until the lock is destroyed")
{
    const TemporaryDirectory directory;
    {
        const key_file::Lock lock{directory / "key"};
        CHECK(is_locked(directory.path()));
    }
    CHECK_FALSE(is_locked(directory.path()));
    CHECK(contains(message_of<std::runtime_error>(
                       [&] { const key_file::Lock lock{directory / "none" / "key"}; }),
                   "cannot be locked (No such file or directory)"));
}
