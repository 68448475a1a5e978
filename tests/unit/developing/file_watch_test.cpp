#include <aspic/developing/file_watch.h>

#include <doctest/doctest.h>

#include <filesystem>

#include "../support/temporary_directory.h"

using aspic::FileWatch;

namespace fs = std::filesystem;

namespace {

bool enters(const fs::path& directory)
{
    return directory.filename() != "left_out";
}

}  // namespace

TEST_CASE("a file that is written, renamed or removed has changed")
{
    const support::TemporaryDirectory scratch;
    scratch.write("a", "1");
    scratch.write("b", "1");
    FileWatch watch{enters};
    watch.add(scratch.path());
    CHECK(watch.changed().empty());
    scratch.write("a", "2");
    CHECK(watch.changed() == std::set{scratch.path() / "a"});
    fs::rename(scratch.path() / "a", scratch.path() / "b");
    CHECK(watch.changed() == std::set{scratch.path() / "a", scratch.path() / "b"});
    fs::remove(scratch.path() / "b");
    CHECK(watch.changed() == std::set{scratch.path() / "b"});
}

TEST_CASE("a tree is watched with the directories that are made in it later")
{
    const support::TemporaryDirectory scratch;
    fs::create_directories(scratch.path() / "old/deep");
    fs::create_directories(scratch.path() / "left_out");
    FileWatch watch{enters};
    watch.add_tree(scratch.path());
    scratch.write("old/deep/a", "1");
    CHECK(watch.changed().contains(scratch.path() / "old/deep/a"));
    scratch.write("left_out/a", "1");
    CHECK(watch.changed().empty());
    // Its file is made before the directory can be watched.
    fs::create_directories(scratch.path() / "new/deep");
    scratch.write("new/deep/a", "1");
    CHECK(watch.changed().contains(scratch.path() / "new/deep/a"));
    scratch.write("new/deep/a", "2");
    CHECK(watch.changed() == std::set{scratch.path() / "new/deep/a"});
}
