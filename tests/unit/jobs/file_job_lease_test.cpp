#include <aspic/jobs/file_job_lease.h>

#include <doctest/doctest.h>

#include <fstream>
#include <optional>

#include "../support/captured_log.h"
#include "../support/temporary_directory.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;

TEST_CASE("one of two processes of a data directory gets the lease")
{
    const support::TemporaryDirectory data;
    FileJobLease one{data.path(), "clean-up", 1h};
    FileJobLease other{data.path(), "clean-up", 1h};
    FileJobLease another_job{data.path(), "feed", 1h};
    REQUIRE(one.ask().is_granted);
    const JobLease::Asked asked = other.ask();
    CHECK_FALSE(asked.is_granted);
    CHECK(asked.ask_again > 0ms);
    CHECK(asked.ask_again <= 1s);
    CHECK(another_job.ask().is_granted);
}

TEST_CASE("nobody gets it before the interval has passed, also in a new process")
{
    const support::TemporaryDirectory data;
    FileJobLease one{data.path(), "clean-up", 1h};
    REQUIRE(one.ask().is_granted);
    one.finish(30s);
    FileJobLease later{data.path(), "clean-up", 1h};
    for (FileJobLease* lease : {&one, &later}) {
        const JobLease::Asked asked = lease->ask();
        CHECK_FALSE(asked.is_granted);
        CHECK(asked.ask_again > 20s);
        CHECK(asked.ask_again <= 30s);
    }
}

TEST_CASE("after the interval, it is free again")
{
    const support::TemporaryDirectory data;
    FileJobLease one{data.path(), "clean-up", 1h};
    FileJobLease other{data.path(), "clean-up", 1h};
    REQUIRE(one.ask().is_granted);
    one.finish(20ms);
    CHECK(eventually([&] { return other.ask().is_granted; }));
}

TEST_CASE("a process that ends in the middle leaves it to another one at once")
{
    const support::TemporaryDirectory data;
    std::optional<FileJobLease> dying{std::in_place, data.path(), "clean-up", 1h};
    FileJobLease other{data.path(), "clean-up", 1h};
    REQUIRE(dying->ask().is_granted);
    dying.reset();
    CHECK(other.ask().is_granted);
}

TEST_CASE("a time that the clock cannot have written is ignored")
{
    const support::TemporaryDirectory data;
    std::filesystem::create_directory(data / "jobs");
    for (const char* text : {"", "soon", "9000000000000000000", "-5"}) {
        CAPTURE(text);
        std::ofstream{data / "jobs" / "clean-up"} << text;
        FileJobLease lease{data.path(), "clean-up", 1h};
        CHECK(lease.ask().is_granted);
    }
}

TEST_CASE("if its file cannot be opened, the job does not run, and the log says why")
{
    const support::TemporaryDirectory data;
    std::ofstream{data / "jobs"} << "a file in place of the directory";
    const support::CapturedLog log;
    FileJobLease lease{data.path(), "clean-up", 1h};
    CHECK_FALSE(lease.ask().is_granted);
    CHECK(log.text().find("a job does not run, because its file cannot be opened") !=
          std::string::npos);
}
