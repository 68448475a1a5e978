#include <aspic/site/file.h>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <aspic/http/errors.h>
#include <aspic/http/front_end_files.h>
#include "../support/temporary_directory.h"

using namespace aspic;
namespace fs = std::filesystem;

namespace {

Response response_of(File file)
{
    return file;
}

struct Directory {
    Directory()
    {
        fs::create_directories(root / "files/sub");
        write("files/a", "content of a");
        write("files/sub/b", "b");
        write("secret", "secret");
    }
    fs::path write(const std::string& name, std::string_view content) const
    {
        std::ofstream{root / name, std::ios::binary} << content;
        return root / name;
    }
    void set_time(const std::string& name, std::time_t seconds, long nanoseconds = 0) const
    {
        const std::array<timespec, 2> times{
            {{.tv_sec = seconds, .tv_nsec = 0}, {.tv_sec = seconds, .tv_nsec = nanoseconds}}};
        REQUIRE(::utimensat(AT_FDCWD, (root / name).c_str(), times.data(), 0) == 0);
    }
    support::TemporaryDirectory temporary;
    fs::path root = temporary.path();
};

std::string all_of(BodySource& source)
{
    std::string all;
    while (auto piece = source.next())
        all += *piece;
    return all;
}

std::string etag_of_file(const fs::path& path)
{
    return std::string{*response_of(File{path, "text/plain"}).headers.get("ETag")};
}

}  // namespace

TEST_CASE("a file has its length, type and time, and is read in pieces")
{
    const Directory directory;
    const std::string content(600'000, 'x');
    const fs::path path = directory.write("files/large", content);
    directory.set_time("files/large", 784'111'777);
    const Response response = response_of(File{path, "image/png"});
    CHECK(response.source->length() == 600'000U);
    CHECK(response.headers.joined("Content-Type") == "image/png");
    CHECK(response.headers.joined("Last-Modified") == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(response.source->next()->size() < content.size());
    CHECK(all_of(*response_of(File{path, "image/png"}).source) == content);
    CHECK(all_of(*response_of(File{directory.write("empty", ""), "text/plain"}).source).empty());
}

TEST_CASE("another content, size or time has another ETag")
{
    const Directory directory;
    directory.set_time("files/a", 1000, 1);
    const std::string first = etag_of_file(directory.root / "files/a");
    CHECK(first.starts_with('"'));
    CHECK(etag_of_file(directory.root / "files/a") == first);
    directory.set_time("files/a", 1000, 2);
    CHECK(etag_of_file(directory.root / "files/a") != first);
    directory.write("files/a", "CONTENT OF A!");
    directory.set_time("files/a", 1000, 1);
    CHECK(etag_of_file(directory.root / "files/a") != first);
    directory.write("files/new", "content of a");
    directory.set_time("files/new", 1000, 1);
    CHECK(etag_of_file(directory.root / "files/new") != first);
}

TEST_CASE("a file that has just changed has a weak ETag, and no time in the future")
{
    const Directory directory;
    CHECK(etag_of_file(directory.write("now", "now")).starts_with("W/\""));
    directory.set_time("now", 4'000'000'000);
    const Response response = response_of(File{directory.root / "now", "text/plain"});
    CHECK(response.headers.joined("Last-Modified")->find("2096") == std::string::npos);
}

TEST_CASE("only regular files are answers")
{
    const Directory directory;
    CHECK_THROWS_AS((File{directory.root / "absent", "text/plain"}), NotFound);
    CHECK_THROWS_AS((File{directory.root / "files", "text/plain"}), NotFound);
    REQUIRE(::mkfifo((directory.root / "pipe").c_str(), 0600) == 0);
    CHECK_THROWS_AS((File{directory.root / "pipe", "text/plain"}), NotFound);
    CHECK_THROWS_AS((File{FileDescriptor{::open("/dev/null", O_RDONLY | O_CLOEXEC)}, "text/plain"}),
                    std::invalid_argument);
    CHECK_THROWS_AS((File{FileDescriptor{}, "text/plain"}), std::invalid_argument);
}

TEST_CASE("a path below a directory cannot lead out of it")
{
    const Directory directory;
    const fs::path files = directory.root / "files";
    const auto read = [&](std::string_view path) {
        return all_of(*response_of(File::below(files, path, "text/plain")).source);
    };
    CHECK(read("a") == "content of a");
    CHECK(read("sub/b") == "b");
    fs::create_symlink(directory.root / "secret", files / "link");
    fs::create_directory_symlink("..", files / "up");
    using namespace std::string_view_literals;
    for (const std::string_view path :
         {"../secret"sv, "sub/../../secret"sv, "link"sv, "up/secret"sv, "/a"sv, "a/"sv, ""sv, "."sv,
          "./a"sv, "sub//b"sv, "sub"sv, ".."sv, "a\0b"sv, "a/b"sv, "absent"sv}) {
        CAPTURE(path);
        CHECK_THROWS_AS(read(path), NotFound);
    }
    CHECK_THROWS_AS(read(std::string(300, 'x')), NotFound);
    // The directory itself may be behind a link.
    fs::create_directory_symlink(files, directory.root / "current");
    CHECK(all_of(*response_of(File::below(directory.root / "current", "a", "text/plain")).source) ==
          "content of a");
}

TEST_CASE("a file that was opened by its path has one for the front end, without links")
{
    const Directory directory;
    const fs::path files = fs::canonical(directory.root) / "files";
    const auto path_of = [](const Response& response) {
        return dynamic_cast<const FileSource&>(*response.source).path();
    };
    CHECK(path_of(response_of(File{files / "a", "text/plain"})) == files / "a");
    CHECK(path_of(response_of(File::below(files, "sub/b", "text/plain"))) == files / "sub/b");
    fs::create_symlink(directory.root / "secret", files / "link");
    CHECK(path_of(response_of(File{files / "link", "text/plain"})) ==
          fs::canonical(directory.root) / "secret");
    // By a descriptor, nobody has said that others may have it by its path.
    FileDescriptor opened{::open((files / "a").c_str(), O_RDONLY | O_CLOEXEC)};
    CHECK(path_of(response_of(File{std::move(opened), "text/plain"})).empty());
    // Another file, or none, has the path now.
    const Response replaced = response_of(File{files / "a", "text/plain"});
    directory.write("files/new", "new");
    fs::rename(files / "new", files / "a");
    CHECK(path_of(replaced).empty());
    const Response removed = response_of(File{files / "a", "text/plain"});
    fs::remove(files / "a");
    directory.write("files/a (deleted)", "other");
    CHECK(path_of(removed).empty());
}

TEST_CASE("a file that is changed while it is read does not end as if it were whole")
{
    const Directory directory;
    const std::string content(600'000, 'x');
    const auto is_cut_after = [&](const auto& change) {
        const fs::path path = directory.write("changes", content);
        directory.set_time("changes", 1000);
        const Response response = response_of(File{path, "text/plain"});
        REQUIRE(response.source->next());
        change(path);
        try {
            all_of(*response.source);
        } catch (const std::runtime_error&) {
            return true;
        }
        return false;
    };
    CHECK_FALSE(is_cut_after([](const fs::path&) {}));
    CHECK(is_cut_after([](const fs::path& path) { fs::resize_file(path, 100); }));
    CHECK(is_cut_after([](const fs::path& path) { fs::resize_file(path, 700'000); }));
    CHECK(is_cut_after([](const fs::path& path) { std::ofstream{path, std::ios::in} << 'y'; }));
    // The old file is sent to its end.
    CHECK_FALSE(is_cut_after([](const fs::path& path) {
        std::ofstream{path.string() + ".new"} << "new";
        fs::rename(path.string() + ".new", path);
    }));
}
