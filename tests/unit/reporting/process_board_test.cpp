#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include <aspic/reporting/process_board.h>

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
    // A thread of its own: the thread of the tests keeps no slot of this board.
    std::thread{[&] {
        const std::string path(1000, 'x');
        {
            const Working outer{"/man/<name>", "/man/ls", "id-1"};
            const Working inner{"/_corner", "/_corner", "id-2"};
            const auto now = seen->activities();
            REQUIRE(now.size() == 1);
            CHECK(now[0].route == "/man/<name>");
            CHECK(now[0].path == "/man/ls");
            CHECK(now[0].request_id == "id-1");
            CHECK(now[0].began > 0);
            CHECK(now[0].thread == ::gettid());
        }
        CHECK(seen->activities().empty());
        const Working longer{"/", path, ""};
        CHECK(seen->activities().at(0).path == path.substr(0, 255));
        CHECK(activity_of_this_thread()->read()->route == "/");
    }}.join();
    CHECK_FALSE(seen->slots()[0].is_taken());
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

TEST_CASE("a file that is no board is not read")
{
    const TemporaryDirectory data;
    std::filesystem::create_directory(data.path() / "processes");
    data.write("processes/17", std::string(4096, 'x'));
    data.write("processes/18", "short");
    CHECK_FALSE(ProcessBoard::open(data.path(), 17));
    CHECK_FALSE(ProcessBoard::open(data.path(), 18));
    CHECK_FALSE(ProcessBoard::open(data.path(), 19));
}
