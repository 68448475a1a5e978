#include <aspic/base/whole_file.h>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::message_of;
using support::TemporaryDirectory;

TEST_CASE("a name leads through symbolic links to a file that need not exist")
{
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory / "real");
    std::filesystem::create_symlink("real/file", directory / "first");
    std::filesystem::create_symlink(directory / "first", directory / "second");
    CHECK(without_links(directory / "second") == directory / "real/file");
    CHECK(without_links(directory / "real/file") == directory / "real/file");
    directory.write("real/file", "text");
    CHECK(without_links(directory / "second") == directory / "real/file");
    CHECK(without_links("no such name") == "no such name");
    std::filesystem::create_symlink("loop", directory / "loop");
    CHECK(std::filesystem::is_symlink(
        std::filesystem::symlink_status(without_links(directory / "loop"))));
}

TEST_CASE("a file that a user names is read up to a bound")
{
    const TemporaryDirectory directory;
    const auto why = [](const std::filesystem::path& file, FileKind kind = FileKind::regular) {
        return message_of<std::runtime_error>([&] { read_bounded_file(file, 100, kind); });
    };
    CHECK(read_bounded_file(directory.write("most", std::string(100, 'x')), 100).size() == 100);
    CHECK(read_bounded_file(directory.write("empty", ""), 100).empty());
    CHECK(why(directory.write("more", std::string(101, 'x'))) ==
          "it has more than 100 bytes, which is the most that is read");
    CHECK(why(directory / "none") == "it cannot be read (No such file or directory)");
    CHECK(why(directory.path()) == "it is a directory");
    CHECK(why("/dev/null") == "it is not a regular file");
    REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
    CHECK(why(directory / "fifo") == "it is not a regular file");
}

TEST_CASE("a file without an end, or of unknown size, is read up to its bound too")
{
    CHECK(read_bounded_file("/dev/null", 100, FileKind::any).empty());
    for (const auto* file : {"/dev/zero", "/proc/self/maps"}) {
        CHECK(message_of<std::runtime_error>([&] {
                  read_bounded_file(file, 100, FileKind::any);
              }) == "it has more than 100 bytes, which is the most that is read");
    }
}
