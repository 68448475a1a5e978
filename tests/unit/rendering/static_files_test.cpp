#include <aspic/rendering/static_files.h>

#include <doctest/doctest.h>

#include <atomic>
#include <exception>
#include <thread>
#include <vector>

#include <aspic/rendering/browser_files.h>
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::contents;
using support::message_of;
using support::TemporaryDirectory;

namespace {

std::string collecting_error(const std::vector<std::filesystem::path>& sources,
                             const std::filesystem::path& directory)
{
    return message_of<std::runtime_error>([&] { collect_static_files(sources, directory); });
}

}  // namespace

TEST_CASE("files are copied under a name with a hash of their content")
{
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    source.write("site.css", "a{}");
    source.write("img/a.tar.gz", std::string_view{"\0\xff", 2});
    source.write("plain", "");
    CHECK(collect_static_files({source.path()}, target / "out") == 3 + browser_files().size());

    const StaticFiles files = StaticFiles::from_manifest(target / "out");
    const std::string css = files.url("site.css").value();
    CHECK(css.starts_with("/static/site."));
    CHECK(css.ends_with(".css"));
    CHECK(css.size() == std::string_view{"/static/site.0123456789abcdef.css"}.size());
    CHECK(files.url("img/a.tar.gz")->starts_with("/static/img/a.tar."));
    CHECK(files.url("plain")->starts_with("/static/plain."));
    CHECK(contents(target / "out" / css.substr(8)) == "a{}");
    CHECK(contents(target / "out" / files.url("img/a.tar.gz")->substr(8)).size() == 2);
    CHECK_FALSE(files.url("other.css"));
    CHECK_FALSE(files.url(""));
}

TEST_CASE("a name changes with the content, and the older file is kept")
{
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    const auto url_with = [&](std::string_view text) {
        collect_static_files({source.write("site.css", text)}, target.path());
        return StaticFiles::from_manifest(target.path()).url("site.css").value();
    };
    const std::string first = url_with("a{}");
    CHECK(url_with("b{}") != first);
    CHECK(url_with("a{}") == first);
    CHECK(contents(target / first.substr(8)) == "a{}");
    for (const auto& entry : std::filesystem::directory_iterator{target.path()})
        CHECK(entry.path().string().find(".part") == std::string::npos);
}

TEST_CASE("a file that a power cut has left incomplete is written again")
{
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    const auto file = source.write("site.css", "a{}");
    collect_static_files({file}, target.path());
    const std::string url = StaticFiles::from_manifest(target.path()).url("site.css").value();
    target.write(url.substr(8), "");
    collect_static_files({file}, target.path());
    CHECK(contents(target / url.substr(8)) == "a{}");
}

TEST_CASE("several processes may collect the same files at the same time")
{
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    for (int i = 0; i < 50; ++i)
        source.write("f" + std::to_string(i) + ".css", std::to_string(i));
    std::atomic<int> failed = 0;
    std::vector<std::thread> collectors;
    for (int i = 0; i < 4; ++i) {
        collectors.emplace_back([&] {
            try {
                collect_static_files({source.path()}, target.path());
            } catch (const std::exception&) {
                ++failed;
            }
        });
    }
    for (std::thread& one : collectors)
        one.join();
    CHECK(failed == 0);
    CHECK(StaticFiles::from_manifest(target.path()).url("f49.css"));
}

TEST_CASE("sources may be files and directories, but no two with one name")
{
    const TemporaryDirectory one;
    const TemporaryDirectory two;
    const TemporaryDirectory target;
    one.write("site.css", "a{}");
    const auto same = two.write("site.css", "a{}");
    const auto other = two.write("deep/site.css", "b{}");
    CHECK(collecting_error({one.path(), same}, target.path()) ==
          "two static files are named site.css: " + (one / "site.css").string() + " and " +
              same.string());
    CHECK(contains(collecting_error({one.path(), other}, target.path()), "two static files"));
    CHECK_FALSE(std::filesystem::exists(target / "manifest"));
}

TEST_CASE("the library's own files are collected with the site's, and need no source")
{
    const TemporaryDirectory target;
    CHECK(collect_static_files({}, target.path()) == browser_files().size());
    const StaticFiles files = StaticFiles::from_manifest(target.path());
    for (const BrowserFile& file : browser_files()) {
        CAPTURE(file.name);
        const std::string url = files.url(file.name).value();
        CHECK(url.starts_with("/static/aspic/"));
        CHECK(contents(target / url.substr(8)) == file.content);
    }
}

TEST_CASE("a file of the site may not have a name of the library's own")
{
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    const auto file = source.write("aspic/head.js", ";");
    CHECK(collecting_error({source.path()}, target.path()) ==
          "the static file " + file.string() + " has a name of the library's own files: rename it");
    CHECK_FALSE(std::filesystem::exists(target / "manifest"));
}

TEST_CASE("a program uses its own scripts, not those of a build that has collected later")
{
    const TemporaryDirectory target;
    collect_static_files({}, target.path());
    const std::string own = StaticFiles::from_manifest(target.path()).url("aspic/head.js").value();
    target.write("manifest", "aspic/head.js aspic/head.0123456789abcdef.js\n");
    target.write("aspic/head.0123456789abcdef.js", "other");
    CHECK(StaticFiles::from_manifest(target.path()).url("aspic/head.js") == own);
    std::filesystem::remove(target / own.substr(8));
    CHECK_FALSE(StaticFiles::from_manifest(target.path()).url("aspic/head.js"));
}

TEST_CASE("a name that is not valid in the manifest or in a URL is refused")
{
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    for (const std::string name :
         {"two words.css", "line\nend.css", "a?b.css", "a#b.css", "50%.css", "a\"b.css"}) {
        CAPTURE(name);
        const auto file = source.write(name, "");
        CHECK(contains(collecting_error({source.path()}, target.path()), "rename it"));
        std::filesystem::remove(file);
    }
}

TEST_CASE("a source or a directory that cannot be used is named")
{
    const TemporaryDirectory directory;
    const auto file = directory.write("file", "x");
    CHECK(collecting_error({directory / "nowhere"}, directory / "out") ==
          "there is no static file or directory " + (directory / "nowhere").string());
    // Not even root can write below a file.
    CHECK(contains(collecting_error({file}, file / "out"), (file / "out").string()));
    CHECK(contains(collecting_error({file}, "/proc/nowhere"), "/proc/nowhere"));
}

TEST_CASE("a directory without a manifest is named, with the command that makes one")
{
    const TemporaryDirectory directory;
    const std::string why =
        message_of<std::runtime_error>([&] { StaticFiles::from_manifest(directory.path()); });
    CHECK(contains(why, "there is no " + (directory / "manifest").string()));
    CHECK(contains(why, "collect-static"));
}

TEST_CASE("without a manifest every name is its own URL")
{
    CHECK(StaticFiles{}.url("css/site.css") == "/static/css/site.css");
}
