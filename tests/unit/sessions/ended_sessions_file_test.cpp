#include <aspic/sessions/ended_sessions_file.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <aspic/sessions/ended_sessions.h>
#include "../support/temporary_directory.h"

namespace {

using aspic::EndedSessions;
using aspic::EndedSessionsFile;
using aspic::SessionEnd;
using aspic::Time;
using support::TemporaryDirectory;

Time at(int seconds)
{
    return Time{std::chrono::seconds{seconds}};
}

std::string text_of(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("an entry can be read back")
{
    const std::string id{"\0\xff \n sixteen bytes", 16};
    for (const SessionEnd& end :
         {SessionEnd{.session = id, .until = at(50)},
          SessionEnd{.user = "Ana\n é", .before = at(7), .until = at(50)}}) {
        std::string line = EndedSessionsFile::to_line(end);
        REQUIRE(line.ends_with('\n'));
        line.pop_back();
        CHECK(line.find('\n') == std::string::npos);
        CHECK(EndedSessionsFile::parse_line(line) == end);
    }
    for (const char* line : {"", "session", "session 0g 5", "user", "other 00 5", "session  5"})
        CHECK(EndedSessionsFile::parse_line(line).until <= at(5));
}

TEST_CASE("a process that starts knows the sessions that ended in earlier processes")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "ended-sessions";
    {
        EndedSessions first{file, at(1)};
        first.end({.session = "one", .until = at(50)}, at(1));
        first.end({.user = "Ana", .before = at(1), .until = at(50)}, at(1));
    }
    const EndedSessions next{file, at(2)};
    CHECK(next.has("one", "Ben", at(0)));
    CHECK(next.has("two", "Ana", at(1)));
    CHECK(!next.has("two", "Ana", at(2)));
    CHECK(!next.has("two", "Ben", at(0)));
}

TEST_CASE("half a line, which a kill may leave, does not damage other entries")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "ended-sessions";
    EndedSessionsFile{file}.add({.session = "one", .until = at(50)});
    std::ofstream{file, std::ios::app} << "session 7";
    EndedSessionsFile{file}.add({.session = "two", .until = at(50)});
    const EndedSessions next{file, at(1)};
    CHECK(next.size() == 2);
    CHECK(next.has("one", "", at(0)));
    CHECK(next.has("two", "", at(0)));
}

TEST_CASE("expired entries leave the file when they are half of it")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "ended-sessions";
    EndedSessionsFile ends{file};
    for (int i = 0; i < 10; ++i)
        ends.add({.session = "old" + std::to_string(i), .until = at(5)});
    ends.add({.session = "new", .until = at(50)});
    CHECK(ends.read(at(10)).size() == 1);
    CHECK(text_of(file) == "session 6e6577 50\n");
    ends.add({.session = "more", .until = at(50)});
    CHECK(ends.read(at(10)).size() == 2);
}

TEST_CASE("many threads that add while others read lose no entry")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "ended-sessions";
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&file, thread] {
                for (int i = 0; i < 25; ++i) {
                    const std::string id = std::to_string(thread) + "-" + std::to_string(i);
                    EndedSessionsFile{file}.add({.session = id, .until = at(50)});
                    EndedSessionsFile{file}.add({.session = id + " old", .until = at(1)});
                    EndedSessionsFile{file}.read(at(2));
                }
            });
        }
    }
    CHECK(EndedSessionsFile{file}.read(at(2)).size() == 100);
}

TEST_CASE("without a file sessions still end in this process")
{
    EndedSessions ends{"/proc/no such place/ended-sessions", at(1)};
    ends.end({.session = "one", .until = at(50)}, at(1));
    CHECK(ends.has("one", "", at(0)));
}
