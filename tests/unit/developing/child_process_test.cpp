#include <aspic/developing/child_process.h>

#include <doctest/doctest.h>

#include <csignal>
#include <stdexcept>

#include <aspic/developing/log_file.h>
#include "../support/message_of.h"
#include "../support/temporary_directory.h"
#include "../support/waiting.h"

using aspic::ChildProcess;
using aspic::how_it_ended;
using aspic::LogFile;

namespace {

ChildProcess shell(const std::string& command, int output = -1)
{
    return ChildProcess::run({.arguments = {"/bin/sh", "-c", command},
                              .environment = {"COLOUR=green"},
                              .output = output});
}

int end_of(ChildProcess& process)
{
    REQUIRE(support::eventually([&] { return process.status().has_value(); }));
    return *process.status();
}

}  // namespace

TEST_CASE("a child writes to its log, whose last lines are those of the last program")
{
    const support::TemporaryDirectory scratch;
    LogFile log{scratch.path() / "log"};
    ChildProcess first = shell("echo before", log.descriptor());
    end_of(first);
    CHECK(log.last_lines(9) == "before");
    log.begin();
    ChildProcess second = shell("echo one; echo $COLOUR >&2; echo three; exit 3", log.descriptor());
    CHECK(how_it_ended(end_of(second)) == "with status 3");
    CHECK(log.last_lines(9) == "one\ngreen\nthree");
    CHECK(log.last_lines(2) == "green\nthree");
    CHECK(log.last_lines(0).empty());
}

TEST_CASE("a child is killed with what it has started")
{
    const support::TemporaryDirectory scratch;
    LogFile log{scratch.path() / "log"};
    {
        ChildProcess child = shell("sleep 1000 & echo $!; wait", log.descriptor());
        REQUIRE(support::eventually([&] { return !log.last_lines(1).empty(); }));
        CHECK_FALSE(child.status().has_value());
    }
    const pid_t grandchild = std::stoi(log.last_lines(1));
    CHECK(support::eventually([&] {
        const auto stat = support::contents("/proc/" + std::to_string(grandchild) + "/stat");
        return stat.empty() || stat.find(") Z ") != std::string::npos;
    }));
}

TEST_CASE("the signal that ended a child is named, and a program that cannot be run")
{
    ChildProcess child = shell("kill -SEGV $$");
    CHECK(how_it_ended(end_of(child)) == "by signal SEGV");
    const std::string message = support::message_of<std::runtime_error>(
        [] { ChildProcess::run({.arguments = {"/no/such/program"}}); });
    CHECK(message == "cannot run /no/such/program: No such file or directory");
}
