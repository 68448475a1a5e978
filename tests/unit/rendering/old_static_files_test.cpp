#include <aspic/rendering/old_static_files.h>

#include <doctest/doctest.h>

#include <string>

#include <aspic/rendering/static_files.h>
#include "../support/temporary_directory.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contents;
using support::TemporaryDirectory;

namespace {

/// A directory of collected files, and a clock that stops unless the test moves it.
struct Collection {
    /// Collects site.css with this text. Returns its file.
    std::filesystem::path collect(std::string_view text)
    {
        collect_static_files({source.write("site.css", text)}, target.path());
        removed = remove_old_static_files(target.path(), 10h, now);
        const auto files = StaticFiles::from_manifest(target.path());
        return target / files.url("site.css").value().substr(8);
    }

    TemporaryDirectory source;
    TemporaryDirectory target;
    Time now{1'800'000'000s};
    std::size_t removed = 0;
};

}  // namespace

TEST_CASE("an old static file is removed when it has been out of the manifest for the time")
{
    Collection files;
    const auto first = files.collect("a{}");
    files.now += 100h;  // it is used for that long
    const auto second = files.collect("b{}");
    CHECK(files.removed == 0);
    files.now += 10h - 1s;
    files.collect("b{}");
    CHECK(std::filesystem::exists(first));
    files.now += 1s;
    files.collect("b{}");
    CHECK(files.removed == 1);
    CHECK_FALSE(std::filesystem::exists(first));
    CHECK(std::filesystem::exists(second));
}

TEST_CASE("a static file that is used again is out of the list, and begins again")
{
    Collection files;
    const auto first = files.collect("a{}");
    files.collect("b{}");
    files.now += 9h;
    files.collect("a{}");
    files.now += 9h;
    files.collect("b{}");
    files.now += 9h;
    files.collect("b{}");
    CHECK(std::filesystem::exists(first));
    files.now += 1h;
    files.collect("b{}");
    CHECK_FALSE(std::filesystem::exists(first));
}

TEST_CASE("if the list of former static files is lost, the time begins again")
{
    Collection files;
    const auto first = files.collect("a{}");
    files.collect("b{}");
    files.now += 20h;
    std::filesystem::remove(files.target / "former");
    files.collect("b{}");
    CHECK(std::filesystem::exists(first));
    files.now += 10h;
    files.collect("b{}");
    CHECK_FALSE(std::filesystem::exists(first));
}

TEST_CASE("files that collect-static has not written are never removed")
{
    Collection files;
    files.collect("a{}");
    const auto foreign = files.target.write("img/logo.0123456789abcdef.svg", "x");
    const auto plain = files.target.write("robots.txt", "x");
    const auto digest_alone = files.target.write("0123456789abcdef", "x");
    // Somebody names them in the list: its lines are no proof.
    files.target.write("former", "1 robots.txt\n1 ../outside\n1 img/logo.0123456789abcdef.svg\n");
    files.now += 100h;
    files.collect("b{}");
    for (const auto& file : {foreign, plain, digest_alone})
        CHECK(std::filesystem::exists(file));
    CHECK(files.removed == 0);
}

TEST_CASE("old static files in directories, and those without an extension, are removed too")
{
    Collection files;
    const TemporaryDirectory site;
    site.write("img/a.tar.gz", "1");
    site.write("plain", "2");
    collect_static_files({site.path()}, files.target.path());
    files.collect("a{}");
    files.now += 10h;
    files.collect("a{}");
    CHECK(files.removed == 2);
    CHECK(contents(files.target / "former").empty());
}
