#include <aspic/site/changed_targets.h>

#include <doctest/doctest.h>

#include <string>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

namespace {

/// The paths that a POST to /shelf/a (below `mount`) has changed, without /shelf/a itself.
std::vector<std::string> changed_by(std::string_view field, std::string_view value,
                                    int status = 201, std::string_view mount = "")
{
    const Request request = request_for("/shelf/a?q=1", {}, Method::post);
    RenderedAnswer rendered{.status = status};
    rendered.headers.set(field, value);
    std::vector<std::string> paths;
    for (const Target& target : changed_targets(request, rendered, mount)) {
        CHECK(target.query.empty());
        paths.emplace_back(target.path);
    }
    REQUIRE(paths.at(0) == "/shelf/a");
    paths.erase(paths.begin());
    return paths;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("a reference is resolved against the request's path")
{
    struct Row {
        const char* reference;
        const char* path;
    };
    for (const Row& row :
         {Row{"/b", "/b"}, Row{"/b?q=2#x", "/b"}, Row{"b", "/shelf/b"}, Row{"./b", "/shelf/b"},
          Row{"../b", "/b"}, Row{"../../../b", "/b"}, Row{"b/../c", "/shelf/c"}, Row{"..", "/"},
          Row{".", "/shelf/"}, Row{"/b/./c/../d", "/b/d"}, Row{"/", "/"},
          Row{"http://example.org/b", "/b"}, Row{"HTTP://EXAMPLE.ORG:80/b?q", "/b"},
          Row{"http://example.org", "/"}, Row{"http://example.org?q=1", "/"},
          Row{"//example.org/b", "/b"}, Row{" /b ", "/b"}, Row{"/%62", "/b"}}) {
        CAPTURE(row.reference);
        CHECK(changed_by("Location", row.reference) == Paths{row.path});
        CHECK(changed_by("Content-Location", row.reference) == Paths{row.path});
    }
}

TEST_CASE("the request's own path is not named twice")
{
    for (const auto* reference : {"", "?q=2", "#x", "a", "/shelf/a", "//example.org/shelf/a"}) {
        CAPTURE(reference);
        CHECK(changed_by("Location", reference) == Paths{});
    }
}

TEST_CASE("targets of another origin, and malformed ones, are left out")
{
    for (const auto* reference :
         {"https://example.org/b", "http://example.com/b", "http://example.org:8080/b",
          "//evil.example/b", "http://example.org@evil.example/b", "http:b", "http:/b",
          "mailto:a@example.org", "urn:b", "//", "http:///b", "/%zz", "/b//c", "/%2e%2e/b"}) {
        CAPTURE(reference);
        CHECK(changed_by("Location", reference) == Paths{});
    }
}

TEST_CASE("targets are without the mount, and those above it are left out")
{
    CHECK(changed_by("Location", "/docs/b", 201, "/docs") == Paths{"/b"});
    CHECK(changed_by("Location", "b", 201, "/docs") == Paths{"/shelf/b"});
    CHECK(changed_by("Location", "/b", 201, "/docs") == Paths{});
    CHECK(changed_by("Location", "../../b", 201, "/docs") == Paths{});
}

TEST_CASE("the Location of a redirect has not changed, but a Content-Location has")
{
    CHECK(changed_by("Location", "/b", 200) == Paths{"/b"});
    for (const int status : {301, 302, 303, 307, 308}) {
        CHECK(changed_by("Location", "/b", status) == Paths{});
        CHECK(changed_by("Content-Location", "/b", status) == Paths{"/b"});
    }
}
