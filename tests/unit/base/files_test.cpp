#include <aspic/base/files.h>

#include <doctest/doctest.h>
#include <fcntl.h>

#include <cerrno>
#include <thread>

#include "../support/temporary_directory.h"

using namespace aspic;
using support::contents;
using support::TemporaryDirectory;

namespace {

FileDescriptor opened(const std::filesystem::path& file)
{
    return FileDescriptor{::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
}

}  // namespace

TEST_CASE("a text of any size is written completely, and can be read from any position")
{
    const TemporaryDirectory directory;
    const FileDescriptor file = opened(directory / "file");
    const std::string text(300'000, 'x');
    CHECK(write_to_disk(file, text));
    CHECK(write_all(file, "end"));
    CHECK(contents(directory / "file") == text + "end");
    CHECK(read_from(file) == text + "end");
    CHECK(read_from(file, text.size()) == "end");
    CHECK(read_from(file, text.size() + 3) == "");
}

TEST_CASE("a text larger than a pipe is written while another thread reads it")
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const FileDescriptor in{ends[0]};
    FileDescriptor out{ends[1]};
    std::size_t got = 0;
    std::thread reader{[&] {
        char piece[4096];
        for (ssize_t some = 0; (some = ::read(in.get(), piece, sizeof piece)) > 0;)
            got += static_cast<std::size_t>(some);
    }};
    CHECK(write_all(out, std::string(1'000'000, 'x')));
    out.close();
    reader.join();
    CHECK(got == 1'000'000);
}

TEST_CASE("a failed write or read is reported with its reason")
{
    const FileDescriptor full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
    REQUIRE(full.is_open());
    CHECK_FALSE(write_to_disk(full, "text"));
    CHECK(errno == ENOSPC);
    const FileDescriptor none;
    CHECK_FALSE(write_all(none, "text"));
    CHECK(errno == EBADF);
    CHECK_FALSE(read_from(none));
    CHECK_FALSE(lock(none));
}

TEST_CASE("one descriptor at a time holds the lock of a file, until it is closed")
{
    const TemporaryDirectory directory;
    FileDescriptor first = opened(directory / "file");
    const FileDescriptor second = opened(directory / "file");
    CHECK(lock(first));
    CHECK_FALSE(try_lock(second));
    CHECK(errno == EWOULDBLOCK);
    first.close();
    CHECK(try_lock(second));
}

TEST_CASE("a thread that waits for a lock gets it when it is released")
{
    const TemporaryDirectory directory;
    FileDescriptor first = opened(directory / "file");
    const FileDescriptor second = opened(directory / "file");
    REQUIRE(lock(first));
    bool has_lock = false;
    std::thread waiting{[&] { has_lock = lock(second); }};
    CHECK(write_all(first, "written under the lock"));
    first.close();
    waiting.join();
    CHECK(has_lock);
    CHECK(read_from(second) == "written under the lock");
}

TEST_CASE("an open file knows that it was removed or replaced")
{
    const TemporaryDirectory directory;
    const FileDescriptor file = opened(directory / "file");
    CHECK_FALSE(is_removed(file));
    std::filesystem::rename(directory.write("new", "text"), directory / "file");
    CHECK(is_removed(file));
    CHECK_FALSE(is_removed(opened(directory / "file")));
}

TEST_CASE("a file name without a directory is in the current directory")
{
    CHECK(directory_of("file") == ".");
    CHECK(directory_of("data/file") == "data");
    CHECK(directory_of("/file") == "/");
}
