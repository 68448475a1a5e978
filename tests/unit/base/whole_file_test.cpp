#include <aspic/base/whole_file.h>

#include <doctest/doctest.h>

#include "../support/temporary_directory.h"

using namespace aspic;
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
