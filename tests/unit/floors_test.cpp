// The rooms of app/aspic/ stand on floors, and each includes only rooms of lower floors.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 17> floors{
    "base",     "http",    "reporting",   "routing",    "redis",   "rendering",
    "sessions", "entries", "purging",     "mirroring",  "caching", "jobs",
    "site",     "serving", "supervising", "developing", "commands"};

std::size_t floor_of(std::string_view room)
{
    return static_cast<std::size_t>(std::find(floors.begin(), floors.end(), room) - floors.begin());
}

struct Include {
    std::string file;
    std::string what;  // with its quotes or angle brackets
};

std::vector<Include> includes_below(const fs::path& directory)
{
    std::vector<Include> includes;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
        std::ifstream in{entry.path()};
        for (std::string line; std::getline(in, line);) {
            const std::size_t hash = line.find_first_not_of(" \t");
            if (hash == std::string::npos || line[hash] != '#') continue;
            const std::size_t word = line.find("include", hash);
            if (word == std::string::npos) continue;
            const std::size_t what = line.find_first_of("\"<", word);
            if (what == std::string::npos) continue;
            const char closing = line[what] == '<' ? '>' : '"';
            includes.push_back({entry.path().lexically_relative(directory).generic_string(),
                                line.substr(what, line.find(closing, what + 1) - what + 1)});
        }
    }
    return includes;
}

const fs::path source{ASPIC_SOURCE_DIR};
const fs::path library = source / "app" / "aspic";
constexpr std::string_view prefix = "aspic/";

/// "http" for "aspic/http/request.h"; empty if the name is not in a room of the library.
std::string_view room_of(std::string_view name)
{
    if (!name.starts_with(prefix)) return {};
    name.remove_prefix(prefix.size());
    const std::size_t slash = name.find('/');
    return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

/// Returns the name without its quotes or angle brackets.
std::string_view name_in(std::string_view what)
{
    return what.substr(1, what.size() - 2);
}

}  // namespace

TEST_CASE("every directory of the library is a room with a floor")
{
    std::size_t rooms = 0;
    for (const auto& entry : fs::directory_iterator{library}) {
        if (!entry.is_directory()) continue;
        const std::string name = entry.path().filename().string();
        CAPTURE(name);
        CHECK(floor_of(name) < floors.size());
        ++rooms;
    }
    CHECK(rooms == floors.size());
}

TEST_CASE("each room includes only itself and rooms of lower floors")
{
    const auto includes = includes_below(source / "app");
    REQUIRE(includes.size() > 200);
    for (const auto& [file, what] : includes) {
        const std::string_view included = name_in(what);
        if (!included.starts_with(prefix) || room_of(file).empty()) continue;
        CAPTURE(file);
        CAPTURE(included);
        CHECK(fs::exists(source / "app" / included));
        CHECK_FALSE(room_of(included).empty());
        CHECK(floor_of(room_of(included)) <= floor_of(room_of(file)));
    }
}

TEST_CASE("base includes no other room, and http and reporting include only base")
{
    for (const auto& [file, what] : includes_below(source / "app")) {
        const std::string_view room = room_of(file);
        if (!name_in(what).starts_with(prefix)) continue;
        if (room != "base" && room != "http" && room != "reporting") continue;
        CAPTURE(file);
        CAPTURE(what);
        const std::string_view included = room_of(name_in(what));
        CHECK((included == room || (included == "base" && room != "base")));
    }
}

TEST_CASE("the library includes its own files as <aspic/...>")
{
    for (const auto& [file, what] : includes_below(source / "app")) {
        if (!file.starts_with("aspic/")) continue;  // the skeleton of a site
        CAPTURE(file);
        CAPTURE(what);
        CHECK(what.front() == '<');
    }
}

TEST_CASE("a site includes only aspic.h of the library")
{
    const auto includes = includes_below(source / "views");
    REQUIRE_FALSE(includes.empty());
    for (const auto& [file, what] : includes) {
        const std::string_view name = name_in(what);
        CAPTURE(file);
        CAPTURE(what);
        if (what.front() == '"') {
            CHECK(fs::exists(source / "views" / name));
        } else if (name.starts_with(prefix)) {
            CHECK(name == "aspic/aspic.h");
        }
    }
}

TEST_CASE("the tests of a site include only aspic.h and test.h")
{
    const auto includes = includes_below(source / "tests/unit/views");
    REQUIRE_FALSE(includes.empty());
    for (const auto& [file, what] : includes) {
        const std::string_view name = name_in(what);
        CAPTURE(file);
        CAPTURE(what);
        if (name.starts_with(prefix)) CHECK((name == "aspic/aspic.h" || name == "aspic/test.h"));
    }
}

TEST_CASE("the folders of the shipped site stand on floors too, and the views on the highest")
{
    constexpr std::array<std::string_view, 9> folders{"base",     "processes",  "database",
                                                      "sources",  "formatting", "catalogue",
                                                      "accounts", "notes",      "pages"};
    const auto floor = [&](std::string_view file) {
        const std::string_view folder = file.substr(0, file.find('/'));
        return static_cast<std::size_t>(std::find(folders.begin(), folders.end(), folder) -
                                        folders.begin());
    };
    for (const auto& [file, what] : includes_below(source / "views")) {
        if (what.front() != '"' || file.find('/') == std::string::npos) continue;
        const std::string_view included = name_in(what);
        CAPTURE(file);
        CAPTURE(included);
        REQUIRE(floor(file) < folders.size());
        // library.h and paths.h are for the views alone.
        CHECK(floor(included) <= (file.starts_with("pages/") ? folders.size() : floor(file)));
    }
}
