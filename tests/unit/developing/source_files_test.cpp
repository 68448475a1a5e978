#include <aspic/developing/source_files.h>

#include <doctest/doctest.h>

#include "../support/temporary_directory.h"

using aspic::ChangeOf;
using aspic::may_have_sources;
using aspic::SiteSources;

namespace {

SiteSources sources()
{
    return {.templates = "/site/templates",
            .static_files = {"/site/static", "/usr/share/jquery.js"},
            .root = "/site",
            .program = "/site/build/shop"};
}

}  // namespace

TEST_CASE("a change counts by what the file is for the site")
{
    CHECK(sources().kind_of("/site/templates/base.tpl") == ChangeOf::template_file);
    CHECK(sources().kind_of("/site/templates/parts/one.tpl") == ChangeOf::template_file);
    CHECK(sources().kind_of("/site/static/css/site.css") == ChangeOf::static_file);
    CHECK(sources().kind_of("/usr/share/jquery.js") == ChangeOf::static_file);
    CHECK(sources().kind_of("/site/build/shop") == ChangeOf::program);
    CHECK(sources().kind_of("/site/views/items.cpp") == ChangeOf::cpp_source);
    CHECK(sources().kind_of("/site/CMakeLists.txt") == ChangeOf::cpp_source);
}

TEST_CASE("what editors leave for a moment, and other files, do not count")
{
    CHECK(sources().kind_of("/site/templates/.base.tpl.swp") == ChangeOf::nothing);
    CHECK(sources().kind_of("/site/templates/base.tpl~") == ChangeOf::nothing);
    CHECK(sources().kind_of("/site/templates/4913") == ChangeOf::nothing);
    CHECK(sources().kind_of("/site/views/.#items.cpp") == ChangeOf::nothing);
    CHECK(sources().kind_of("/site/README.md") == ChangeOf::nothing);
    CHECK(sources().kind_of("/site2/views/items.cpp") == ChangeOf::nothing);
    CHECK(sources().kind_of("/usr/share/other.js") == ChangeOf::nothing);
}

TEST_CASE("directories of builds, of packages and hidden ones have no sources")
{
    const support::TemporaryDirectory scratch;
    std::filesystem::create_directory(scratch.path() / "out");
    CHECK(may_have_sources(scratch.path() / "out"));
    scratch.write("out/CMakeCache.txt", "");
    CHECK_FALSE(may_have_sources(scratch.path() / "out"));
    CHECK_FALSE(may_have_sources("/site/build"));
    CHECK_FALSE(may_have_sources("/site/.git"));
    CHECK_FALSE(may_have_sources("/site/node_modules"));
}
