#include <aspic/reporting/access_log.h>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::contents;
using support::TemporaryDirectory;

namespace {

AccessLine line_for(std::string_view target)
{
    AccessLine line;
    line.method = "GET";
    line.target = target;
    line.protocol = "HTTP/1.1";
    line.status = 200;
    return line;
}

}  // namespace

TEST_CASE("every line is in the file when the log ends, whole")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "access.log";
    constexpr int threads = 8;
    constexpr int each = 3000;  // more than one buffer holds before it is written
    {
        AccessLog log{file.string(), AccessLogFormat::combined};
        std::vector<std::thread> adding;
        for (int i = 0; i < threads; ++i) {
            adding.emplace_back([&] {
                for (int n = 0; n < each; ++n)
                    log.add(line_for("/a-page"));
            });
        }
        for (std::thread& one : adding)
            one.join();
    }
    const std::string text = contents(file);
    CHECK(std::count(text.begin(), text.end(), '\n') == threads * each);
    std::size_t whole = 0;
    for (std::size_t at = 0;
         (at = text.find("\"GET /a-page HTTP/1.1\" 200 - \"-\" \"-\"\n", at)) != std::string::npos;
         ++at)
        ++whole;
    CHECK(whole == threads * each);
}

TEST_CASE("a log that was renamed is opened again by its name")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "access.log";
    const auto old = directory.path() / "access.log.1";
    AccessLog log{file.string(), AccessLogFormat::combined};
    log.add(line_for("/before"));
    log.flush();
    std::filesystem::rename(file, old);
    log.reopen();
    log.add(line_for("/after"));
    log.flush();
    CHECK(contains(contents(old), "/before"));
    CHECK_FALSE(contains(contents(old), "/after"));
    CHECK(contains(contents(file), "/after"));
}

TEST_CASE("a log that cannot be opened is an error that names the file and the way out")
{
    const TemporaryDirectory directory;
    const std::string file = (directory.path() / "none" / "access.log").string();
    const std::string message = support::message_of<std::runtime_error>([&] {
        AccessLog{file, AccessLogFormat::json};
    });
    CHECK(contains(message, file));
    CHECK(contains(message, "No such file or directory"));
    CHECK(contains(message, "--access-log"));
}

TEST_CASE("a named pipe that nobody reads is an error, and is not waited for")
{
    const TemporaryDirectory directory;
    const std::string pipe = (directory.path() / "access.log").string();
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const std::string message = support::message_of<std::runtime_error>([&] {
        AccessLog{pipe, AccessLogFormat::json};
    });
    CHECK(contains(message, pipe));
}
