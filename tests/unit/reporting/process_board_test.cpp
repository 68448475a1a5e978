#include <doctest/doctest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <aspic/reporting/ended_processes.h>
#include <aspic/reporting/process_board.h>
#include <aspic/reporting/site_status.h>

#include "../support/temporary_directory.h"

using namespace aspic;
using support::TemporaryDirectory;

TEST_CASE("a board shows what the threads of its process work on")
{
    const TemporaryDirectory data;
    const ProcessBoard mine = ProcessBoard::make(data.path(), 2);
    set_activity_slots(mine.slots(), mine.slot_count());
    const auto seen = ProcessBoard::open(data.path(), ::getpid());
    REQUIRE(seen);
    CHECK(seen->process() == ::getpid());
    CHECK(seen->is_alive());
    CHECK(seen->activities().empty());
    const auto activities_now = [&] {
        return ProcessBoard::open(data.path(), ::getpid())->activities();
    };
    // A thread of its own: the thread of the tests keeps no slot of this board.
    std::thread{[&] {
        const std::string path(1000, 'x');
        {
            const Working outer{"/man/<name>", "/man/ls", "id-1"};
            const Working inner{"/_corner", "/_corner", "id-2"};
            const auto now = activities_now();
            REQUIRE(now.size() == 1);
            CHECK(now[0].route == "/man/<name>");
            CHECK(now[0].path == "/man/ls");
            CHECK(now[0].request_id == "id-1");
            CHECK(now[0].began > 0);
            CHECK(now[0].thread == ::gettid());
        }
        CHECK(activities_now().empty());
        const Working longer{"/", path, ""};
        CHECK(activities_now().at(0).path == path.substr(0, 255));
        CHECK(activity_of_this_thread()->read()->route == "/");
    }}.join();
    CHECK_FALSE(ProcessBoard::open(data.path(), ::getpid())->slots()[0].is_taken());
    set_activity_slots(nullptr, 0);
}

TEST_CASE("a board can be read after its process was killed")
{
    const TemporaryDirectory data;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const ProcessBoard board = ProcessBoard::make(data.path(), 1);
        board.slots()->take();
        board.slots()->begin("/slow", "/slow", "id");
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(ProcessBoard::processes(data.path()) == std::vector<pid_t>{child});
    const auto board = ProcessBoard::open(data.path(), child);
    REQUIRE(board);
    CHECK_FALSE(board->is_alive());
    REQUIRE(board->activities().size() == 1);
    CHECK(board->activities()[0].path == "/slow");
    ProcessBoard::remove(data.path(), child);
    CHECK_FALSE(ProcessBoard::open(data.path(), child));
}

TEST_CASE("a board whose file somebody has cut goes on in memory")
{
    const TemporaryDirectory data;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        bool goes_on = false;
        {
            const ProcessBoard board = ProcessBoard::make(data.path(), 100);
            const auto file = data.path() / "processes" / std::to_string(::getpid());
            const auto half = static_cast<off_t>(std::filesystem::file_size(file) / 2);
            goes_on = ::truncate(file.c_str(), half) == 0;
            ActivitySlot& last = board.slots()[99];
            goes_on = goes_on && last.take() && last.is_taken();
            goes_on = goes_on && ::truncate(file.c_str(), 0) == 0;
            board.counters().add(Count::hit, 3);
            goes_on = goes_on && board.counters().totals().get(Count::hit) == 3 &&
                      last.is_taken() && !ProcessBoard::open(data.path(), ::getpid());
        }
        // Another SIGBUS ends the process as before.
        if (goes_on) ::kill(::getpid(), SIGBUS);
        std::_Exit(3);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    // The address sanitizer reports the signal, and ends the process with 1.
    const bool is_reported = WIFEXITED(status) && WEXITSTATUS(status) == 1;
    CHECK((is_reported || (WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS)));
    CHECK(ProcessBoard::processes(data.path()).empty());
}

TEST_CASE("counts are kept on the board while another program holds the lock of the sum")
{
    const TemporaryDirectory data;
    {
        const ProcessBoard board = ProcessBoard::make(data.path(), 1);
        board.counters().add(Count::hit, 3);
        const EndedProcesses other{data.path()};
        REQUIRE(other.is_locked());
        CHECK_FALSE(EndedProcesses{data.path()}.is_locked());
        ProcessBoard::remove(data.path(), ::getpid());
        CHECK(ProcessBoard::processes(data.path()) == std::vector<pid_t>{::getpid()});
    }
    CHECK(ProcessBoard::processes(data.path()).empty());
    CHECK(read_site_status(data.path()).total.get(Count::hit) == 3);
}

TEST_CASE("a file that is no board is not read")
{
    const TemporaryDirectory data;
    std::filesystem::create_directory(data.path() / "processes");
    data.write("processes/17", std::string(4096, 'x'));
    data.write("processes/18", "short");
    // A pipe must not make the reader wait.
    REQUIRE(::mkfifo((data.path() / "processes/19").c_str(), 0600) == 0);
    CHECK_FALSE(ProcessBoard::open(data.path(), 19));
    CHECK_FALSE(ProcessBoard::open(data.path(), 17));
    CHECK_FALSE(ProcessBoard::open(data.path(), 18));
    CHECK_FALSE(ProcessBoard::open(data.path(), 19));
}

TEST_CASE("the counts of a process stay in the sum after it has ended")
{
    const TemporaryDirectory data;
    const auto hits = [&] { return read_site_status(data.path()).total.get(Count::hit); };
    CHECK(hits() == 0);
    {
        const ProcessBoard first = ProcessBoard::make(data.path(), 1);
        first.counters().add(Count::hit, 5);
        CHECK(hits() == 5);
    }
    CHECK(ProcessBoard::processes(data.path()).empty());
    CHECK(hits() == 5);
    const ProcessBoard second = ProcessBoard::make(data.path(), 1);
    second.counters().add(Count::hit, 2);
    CHECK(hits() == 7);
}

TEST_CASE(
    "the counts of a killed process are in the sum once, before and after its board is removed")
{
    const TemporaryDirectory data;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const ProcessBoard board = ProcessBoard::make(data.path(), 1);
        board.counters().add(Count::hit, 3);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    const SiteStatus before = read_site_status(data.path());
    CHECK(before.processes.empty());
    CHECK(before.total.get(Count::hit) == 3);
    const auto board = ProcessBoard::open(data.path(), child);
    REQUIRE(board);
    // As if the process that removes the board were killed in between.
    EndedProcesses{data.path()}.add(child, board->started(), board->counters().totals());
    ProcessBoard::remove(data.path(), child);
    CHECK(read_site_status(data.path()).total.get(Count::hit) == 3);
}

TEST_CASE("the status of a running process has its memory, its start and its work")
{
    const TemporaryDirectory data;
    const ProcessBoard mine = ProcessBoard::make(data.path(), 1);
    mine.counters().set_waiting(4);
    mine.slots()->take();
    mine.slots()->begin("/slow", "/slow", "id");
    const SiteStatus status = read_site_status(data.path());
    REQUIRE(status.processes.size() == 1);
    CHECK(status.processes[0].process == ::getpid());
    CHECK(status.processes[0].memory > 1'000'000);
    CHECK(status.processes[0].started <= status.now);
    CHECK(status.waiting() == 4);
    CHECK(status.working() == 1);
    CHECK(status.processes[0].activities.at(0).began <= status.monotonic_now);
}

TEST_CASE("boards that nobody removes do not pile up")
{
    const TemporaryDirectory data;
    constexpr int many = 30;
    for (int i = 0; i < many; ++i) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            const ProcessBoard board = ProcessBoard::make(data.path(), 1);
            board.counters().add(Count::hit);
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
    }
    CHECK(ProcessBoard::processes(data.path()).size() <= 17);
    CHECK(read_site_status(data.path()).total.get(Count::hit) == many);
}
