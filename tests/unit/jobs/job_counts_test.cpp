#include <aspic/jobs/job_counts.h>

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;

TEST_CASE("each run is counted for the command stats")
{
    const RedisServer server;
    const CountJob count = count_jobs_in(
        std::make_shared<RedisPool>(server.address(), std::chrono::milliseconds{2000}));
    count("clean-up", JobOutcome::done, 12ms);
    count("clean-up", JobOutcome::failed, 13ms);
    count("clean-up", JobOutcome::failed, 14ms);
    count("clean-up", JobOutcome::late, 300s);
    count("mail", JobOutcome::done, 1ms);
    const auto field = [&](const char* name) { return server.ask({"HGET", "aspic:jobs", name}); };
    CHECK(field("clean-up done") == "1");
    CHECK(field("clean-up failed") == "2");
    CHECK(field("clean-up late") == "1");
    CHECK(field("mail done") == "1");
    CHECK(field("clean-up ms") == "300000");
    CHECK(std::stoll(field("clean-up last")) > 1'700'000'000);
    CHECK(std::stoll(server.ask({"TTL", "aspic:jobs"})) > 29 * 86'400);
}
