#include <aspic/http/front_end_files.h>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>

using namespace aspic;

namespace {

class At : public FileSource {
public:
    explicit At(std::string path) : path_{std::move(path)} {}
    std::string path() const override { return path_; }
    void narrow(const ByteRange& /*range*/) override {}
    std::optional<std::string> next() override { return {}; }
    std::optional<std::uint64_t> length() const override { return 0; }

private:
    std::string path_;
};

class NoFile : public BodySource {
public:
    std::optional<std::string> next() override { return {}; }
    std::optional<std::uint64_t> length() const override { return {}; }
};

std::optional<std::string> field_for(const std::string& path)
{
    return FrontEndFiles{{"/srv/covers", "/srv/b/"}}.field_for(At{path});
}

}  // namespace

TEST_CASE("a file below an allowed directory is named by its path")
{
    CHECK(field_for("/srv/covers/a.png") == "/srv/covers/a.png");
    CHECK(field_for("/srv/b/c/d") == "/srv/b/c/d");
    CHECK(field_for("/srv/covers/a b+ü") == "/srv/covers/a b+ü");
}

TEST_CASE("any other body is not left to the front end")
{
    for (const auto* path : {"/srv/covers2/a", "/srv/covers", "/etc/passwd", "/srv/secret", ""}) {
        CAPTURE(path);
        CHECK_FALSE(field_for(path));
    }
    // Some front ends would read another name.
    for (const std::string name : {"a\xff", "a\nb", "a\x01", "a\x7f", "a%41", "a "})
        CHECK_FALSE(field_for("/srv/covers/" + name));
    CHECK_FALSE(FrontEndFiles{{"/srv/covers"}}.field_for(NoFile{}));
    CHECK_FALSE(FrontEndFiles{}.field_for(At{"/srv/covers/a.png"}));
}

TEST_CASE("fields by which others could name a file are removed, in any case")
{
    Headers headers;
    headers.add("X-SENDFILE", "/etc/passwd");
    headers.add("x-sendfile2", "/etc/passwd");
    headers.add("X-LIGHTTPD-Send-File", "/etc/passwd");
    headers.add("X-Accel-Redirect", "/internal/");
    headers.add("X-SENDFILE-TEMPORARY", "/etc/passwd");
    headers.add("X-Accel-Buffering", "no");
    CHECK_FALSE(remove_front_end_files(headers).empty());
    CHECK(headers.size() == 1);
    CHECK(headers.has("X-Accel-Buffering"));
    CHECK(remove_front_end_files(headers).empty());
}
