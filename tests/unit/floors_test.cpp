// The rooms of app/ stand on floors, and each includes only rooms of lower floors.
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

constexpr std::array<std::string_view, 9> floors{"http",      "reporting", "routing",
                                                 "rendering", "caching",   "sessions",
                                                 "site",      "serving",   "commands"};

std::size_t floor_of(std::string_view room)
{
    return static_cast<std::size_t>(std::find(floors.begin(), floors.end(), room) - floors.begin());
}

struct Include {
    std::string file;
    std::string what;  // with its quotes or brackets
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

std::string_view room_of(std::string_view file)
{
    return file.substr(0, std::min(file.find('/'), file.size()));
}

const fs::path source{ASPIC_SOURCE_DIR};

}  // namespace

TEST_CASE("every directory of app/ is a room with a floor")
{
    std::size_t rooms = 0;
    for (const auto& entry : fs::directory_iterator{source / "app"}) {
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
        if (file == "aspic.h" || what.front() != '"') continue;
        const std::string included{what.substr(1, what.size() - 2)};
        CAPTURE(file);
        CAPTURE(included);
        CHECK(fs::exists(source / "app" / included));
        CHECK(floor_of(room_of(included)) <= floor_of(room_of(file)));
        CHECK(included != "aspic.h");
    }
}

TEST_CASE("http and reporting include no other room")
{
    for (const auto& [file, what] : includes_below(source / "app")) {
        const std::string_view room = room_of(file);
        if (what.front() != '"' || (room != "http" && room != "reporting")) continue;
        CAPTURE(file);
        CAPTURE(what);
        CHECK(room_of(std::string_view{what}.substr(1)) == room);
    }
}

TEST_CASE("no file of the library includes one of its own in angle brackets")
{
    for (const auto& [file, what] : includes_below(source / "app")) {
        CAPTURE(file);
        CAPTURE(what);
        CHECK((what.front() != '<' || floor_of(room_of(what.substr(1))) == floors.size()));
    }
}

TEST_CASE("a site includes nothing of the library but aspic.h")
{
    const auto includes = includes_below(source / "views");
    REQUIRE_FALSE(includes.empty());
    for (const auto& [file, what] : includes) {
        const std::string name{what.substr(1, what.size() - 2)};
        CAPTURE(file);
        CAPTURE(what);
        if (what.front() == '"') CHECK(fs::exists(source / "views" / name));
        if (what.front() == '<' && name != "aspic.h")
            CHECK_FALSE(fs::exists(source / "app" / name));
    }
}
