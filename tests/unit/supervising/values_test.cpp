// What supervisor and workers tell each other, as values.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include <aspic/base/file_descriptor.h>
#include <aspic/base/files.h>
#include <aspic/supervising/pool_file.h>
#include <aspic/supervising/pool_handover.h>
#include <aspic/supervising/restart_pauses.h>
#include <aspic/supervising/worker_place.h>

#include "../support/temporary_directory.h"

using namespace aspic;
using support::TemporaryDirectory;
using namespace std::chrono_literals;

TEST_CASE("a worker reads its place as the supervisor wrote it")
{
    const WorkerPlace place{
        .listener = 5, .control = 6, .inbox = 7, .outbox = 8, .address = "unix:/a b.sock"};
    const auto read = WorkerPlace::parse(place.to_text());
    REQUIRE(read);
    CHECK(read->listener == 5);
    CHECK(read->control == 6);
    CHECK(read->inbox == 7);
    CHECK(read->outbox == 8);
    CHECK(read->address == "unix:/a b.sock");
    for (const char* wrong : {"", "5", "5 6 7 8", "5 6 7 x unix:/a"}) {
        CAPTURE(wrong);
        CHECK_FALSE(WorkerPlace::parse(wrong));
    }
}

TEST_CASE("a program reads what the one before has left")
{
    const PoolHandover handover{.listener = 5,
                                .made_socket_file = true,
                                .inbox = 6,
                                .outbox = 7,
                                .pool_file = 8,
                                .reloads = 9,
                                .reloads_again = true,
                                .address = "tcp:127.0.0.1:9000",
                                .workers = {{.process = 100, .control = 10, .is_serving = true},
                                            {.process = 101,
                                             .control = 11,
                                             .is_replaced = true,
                                             .is_leaving = true,
                                             .may_answer = false}}};
    const auto read = PoolHandover::parse(handover.to_text());
    REQUIRE(read);
    CHECK(read->to_text() == handover.to_text());
    CHECK(read->made_socket_file);
    CHECK(read->reloads_again);
    CHECK(read->address == "tcp:127.0.0.1:9000");
    REQUIRE(read->workers.size() == 2);
    CHECK(read->workers[0].is_serving);
    CHECK(read->workers[1].process == 101);
    CHECK(read->workers[1].is_leaving);
    CHECK_FALSE(read->workers[1].may_answer);
    CHECK_FALSE(PoolHandover::parse("5 1 6 7 8 9 0 2 100 10 1 0 0 unix:/a"));
    CHECK_FALSE(PoolHandover::parse("nonsense"));
}

TEST_CASE("a few deaths cause no pause, and many cause longer and longer ones")
{
    RestartPauses pauses{2};
    const RestartPauses::Clock::time_point start{};
    CHECK(pauses.after_death(start) == 0ms);
    CHECK(pauses.after_death(start + 1s) == 0ms);
    CHECK(pauses.after_death(start + 2s) == 100ms);
    CHECK(pauses.after_death(start + 3s) == 200ms);
    CHECK(pauses.after_death(start + 30s) == 0ms);
    for (int i = 0; i < 100; ++i)
        pauses.after_death(start + 31s);
    CHECK(pauses.after_death(start + 31s) == RestartPauses::longest_pause);
}

TEST_CASE("a command finds the pool of a data directory")
{
    const TemporaryDirectory data;
    CHECK(running_pools(data.path()).empty());
    PoolState state{.supervisor = ::getpid(), .address = "unix:/run/site.sock"};
    {
        const PoolFile file{data.path(), state};
        state.begun = 13;
        state.reloads = 12;
        state.last_reload_failed = true;
        file.write(state);
        state.reloads = 3;  // shorter than before
        file.write(state);
        const auto pools = running_pools(data.path());
        REQUIRE(pools.size() == 1);
        CHECK(pools[0].supervisor == ::getpid());
        CHECK(pools[0].address == "unix:/run/site.sock");
        CHECK(pools[0].begun == 13);
        CHECK(pools[0].reloads == 3);
        CHECK(pools[0].last_reload_failed);
    }
    CHECK(running_pools(data.path()).empty());
    // A supervisor that starts has locked its file, and has not written it yet.
    data.write("pools/18", "");
    const FileDescriptor starting{::open((data.path() / "pools/18").c_str(), O_RDONLY)};
    REQUIRE(lock(starting));
    CHECK(running_pools(data.path()).empty());
    // Not even a pipe makes the command wait.
    REQUIRE(::mkfifo((data.path() / "pools/19").c_str(), 0600) == 0);
    CHECK(running_pools(data.path()).empty());
    // A supervisor that was killed has left its file.
    data.write("pools/17", state.to_text());
    CHECK(running_pools(data.path()).empty());
    const PoolFile next{data.path(), state};
    CHECK(running_pools(data.path()).size() == 1);
    CHECK_FALSE(std::filesystem::exists(data.path() / "pools/17"));
}
