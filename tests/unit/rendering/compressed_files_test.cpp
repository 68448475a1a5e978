#include <aspic/rendering/compressed_files.h>

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <string>

#include <aspic/rendering/old_static_files.h>
#include <aspic/rendering/static_files.h>
#include "../support/gunzip.h"
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contents;
using support::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

const std::string long_text(2000, 'a');

/// Collects these files, with their compressed copies.
struct Compressed {
    void collect()
    {
        collect_static_files({source.path()}, target.path());
        compress_static_files(target.path());
    }

    fs::path file(std::string_view name) const
    {
        return target / StaticFiles::from_manifest(target.path()).url(name).value().substr(8);
    }

    fs::path copy(std::string_view name, const char* ending) const { return file(name) += ending; }

    TemporaryDirectory source;
    TemporaryDirectory target;
};

}  // namespace

TEST_CASE("a text has copies in gzip and brotli, which are smaller")
{
    Compressed files;
    files.source.write("site.css", long_text);
    files.source.write("icons/a.svg", "<svg>" + long_text + "</svg>");
    files.collect();
    CHECK(support::gunzip(contents(files.copy("site.css", ".gz")), long_text.size()) == long_text);
    CHECK(fs::file_size(files.copy("site.css", ".br")) < 100);
    CHECK(fs::file_size(files.copy("site.css", ".gz")) < 100);
    CHECK(fs::exists(files.copy("icons/a.svg", ".br")));
}

TEST_CASE("a file that gains nothing, or is no text, has no copies")
{
    Compressed files;
    files.source.write("tiny.css", "a{}");
    files.source.write("empty.css", "");
    files.source.write("image.png", long_text);
    files.source.write("plain", long_text);
    files.collect();
    for (const char* name : {"tiny.css", "empty.css", "image.png", "plain"}) {
        CAPTURE(name);
        CHECK_FALSE(fs::exists(files.copy(name, ".br")));
        CHECK_FALSE(fs::exists(files.copy(name, ".gz")));
    }
}

TEST_CASE("copies are the same for the same file, and are not made again")
{
    Compressed one;
    Compressed other;
    for (Compressed* files : {&one, &other}) {
        files->source.write("site.css", long_text);
        files->collect();
    }
    for (const char* ending : {".br", ".gz"})
        CHECK(contents(one.copy("site.css", ending)) == contents(other.copy("site.css", ending)));

    const fs::path copy = one.copy("site.css", ".br");
    const auto long_ago = fs::last_write_time(copy) - 1h;
    fs::last_write_time(copy, long_ago);
    one.collect();
    CHECK(fs::last_write_time(copy) == long_ago);
}

TEST_CASE("copies go with the file, and do not stand in the way of other files")
{
    Compressed files;
    const Time now{1'800'000'000s};
    files.source.write("site.css", long_text);
    files.collect();
    const fs::path file = files.file("site.css");
    files.source.write("site.css", long_text + "b");
    files.collect();
    CHECK(remove_old_static_files(files.target.path(), 10h, now) == 0);
    CHECK(fs::exists(fs::path{file} += ".br"));
    CHECK(remove_old_static_files(files.target.path(), 10h, now + 10h) == 1);
    for (const char* ending : {"", ".br", ".gz"})
        CHECK_FALSE(fs::exists(fs::path{file} += ending));
    for (const char* ending : {"", ".br", ".gz"})
        CHECK(fs::exists(files.copy("site.css", ending)));
}

TEST_CASE("a directory without a manifest cannot be compressed")
{
    const TemporaryDirectory empty;
    CHECK(support::contains(
        support::message_of<std::runtime_error>([&] { compress_static_files(empty.path()); }),
        "manifest"));
}
