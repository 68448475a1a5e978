#include <aspic/rendering/browser_files.h>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using aspic::browser_files;
using support::contains;
using support::contents;

namespace {

std::string content_of(std::string_view name)
{
    for (const auto& file : browser_files()) {
        if (file.name == name) return std::string{file.content};
    }
    FAIL("there is no " << name);
    return {};
}

std::string source(const std::string& name)
{
    return contents(std::filesystem::path{ASPIC_SOURCE_DIR} / "app/browser" / name);
}

}  // namespace

TEST_CASE("the program holds the scripts for <head> and after it, the style, X-ray and the status")
{
    std::vector<std::string_view> names;
    for (const auto& file : browser_files())
        names.push_back(file.name);
    CHECK(names == std::vector<std::string_view>{"aspic/head.js", "aspic/deferred.js",
                                                 "aspic/holes.css", "aspic/xray.js",
                                                 "aspic/status.js"});
    CHECK(contains(content_of("aspic/holes.css"), "x-live[blank]"));
    CHECK(contains(content_of("aspic/xray.js"), "aspic-xray"));
}

TEST_CASE("the script of dev is in the program, and not among the files for front ends")
{
    CHECK(contains(aspic::reload_script(), "location.reload"));
    for (const auto& file : browser_files())
        CHECK_FALSE(contains(file.content, "aspic-dev"));
}

TEST_CASE("a script holds all its parts")
{
    // Each part is found by a text that only it has.
    const std::string head = content_of("aspic/head.js");
    for (const std::string_view part : {"customElements.define", "data-live-unavailable"})
        CHECK(contains(head, part));
    const std::string deferred = content_of("aspic/deferred.js");
    for (const std::string_view part :
         {"isEqualNode", "preventScroll", "allSettled", "-----------.", "CACHE_CONTROL"})
        CHECK(contains(deferred, part));
}

TEST_CASE("every script in app/browser is a part of one that is built")
{
    const std::string imports = source("head.js") + source("deferred.js");
    for (const auto& entry : std::filesystem::directory_iterator{ASPIC_SOURCE_DIR "/app/browser"}) {
        const std::string name = entry.path().filename().string();
        CAPTURE(name);
        if (!name.ends_with(".js") || name == "head.js" || name == "deferred.js" ||
            name == "xray.js" || name == "status.js" || name == "reload.js")
            continue;
        CHECK(contains(imports, "import \"./" + name + "\";\n"));
    }
}

TEST_CASE("one script loads jQuery, and no other one expects it in the window")
{
    CHECK(contains(content_of("aspic/head.js"), "window.jQuery"));
    for (const auto& file : browser_files()) {
        CAPTURE(file.name);
        if (file.name != "aspic/head.js") CHECK_FALSE(contains(file.content, "window.jQuery"));
    }
}
