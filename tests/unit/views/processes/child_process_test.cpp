#include "processes/child_process.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>
#include <vector>

using namespace manual;
using namespace std::chrono_literals;

namespace {

constexpr ChildLimits enough{10s, 1U << 20};
// For programs of these tests that start others, or read /proc.
constexpr ChildLimits unconfined{.time = 10s, .output = 1U << 20, .confined = false};

bool has_children()
{
    return waitpid(-1, nullptr, WNOHANG) != -1;
}

}  // namespace

TEST_CASE("a child gets its input and returns its output, even if they are larger than a pipe")
{
    const std::string text(600'000, 'x');
    const ChildResult result = run_child({"cat"}, text, enough);
    CHECK(result.end == ChildResult::End::exited);
    CHECK(result.status == 0);
    CHECK(result.output == text);
    CHECK(!has_children());
}

TEST_CASE("arguments reach the program unchanged, without a shell")
{
    CHECK(run_child({"echo", "$HOME; `id` | 'x'"}, "", enough).output == "$HOME; `id` | 'x'\n");
}

TEST_CASE("a child that takes too long is ended, and no process is left")
{
    const auto start = std::chrono::steady_clock::now();
    CHECK(run_child({"sleep", "60"}, "", {50ms, 100}).end == ChildResult::End::too_slow);
    CHECK(std::chrono::steady_clock::now() - start < 30s);
    CHECK(!has_children());
}

TEST_CASE("a child that closes its output and continues is ended too")
{
    CHECK(run_child({"sh", "-c", "exec >&-; exec sleep 60"}, "",
                    {.time = 300ms, .output = 100, .confined = false})
              .end == ChildResult::End::too_slow);
    CHECK(!has_children());
}

TEST_CASE("a child that prints too much is ended")
{
    const ChildResult result = run_child({"yes"}, "", {10s, 1000});
    CHECK(result.end == ChildResult::End::too_much_output);
    CHECK(result.output.size() == 1000);
    CHECK(!has_children());
}

TEST_CASE("a missing program is distinguished from one that fails")
{
    CHECK(run_child({"no-such-program-anywhere"}, "", enough).end == ChildResult::End::not_started);
    const ChildResult failed = run_child({"false"}, "", enough);
    CHECK(failed.end == ChildResult::End::exited);
    CHECK(failed.status == 1);
    CHECK(run_child({"sh", "-c", "kill -9 $$"}, "", unconfined).end ==
          ChildResult::End::killed_by_signal);
}

TEST_CASE("a child inherits no descriptors, even those without close-on-exec")
{
    const int careless = open("/dev/null", O_RDONLY);
    const std::string listed = run_child({"ls", "/proc/self/fd"}, "", unconfined).output;
    close(careless);
    CHECK(listed == "0\n1\n2\n3\n");  // 3 is the directory that ls has open
}

TEST_CASE("many threads run children at the same time")
{
    std::vector<std::jthread> threads;
    std::vector<int> wrong(4);
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        threads.emplace_back([&wrong, i] {
            for (int round = 0; round < 20; ++round) {
                const std::string text = std::to_string(i) + "-" + std::to_string(round);
                wrong[i] += run_child({"cat"}, text, enough).output != text;
            }
        });
    }
    threads.clear();
    CHECK(wrong == std::vector<int>(4));
    CHECK(!has_children());
}

TEST_CASE("a child that computes for ever is ended by its limit of processor time")
{
    const ChildResult result = run_child({"sh", "-c", "while :; do :; done"}, "",
                                         {.time = 60s, .output = 100, .processor_time = 1s});
    CHECK(result.end == ChildResult::End::used_up_its_time);
    CHECK(!has_children());
}

TEST_CASE("a child that ignores the signal of that limit is ended too")
{
    const ChildResult result = run_child({"sh", "-c", "trap '' XCPU; while :; do :; done"}, "",
                                         {.time = 60s, .output = 100, .processor_time = 1s});
    CHECK(result.end == ChildResult::End::killed_by_signal);
    CHECK(result.status == SIGKILL);
}

TEST_CASE("a child gets no more memory than its limit")
{
    const std::string program = "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done";
    const ChildResult result =
        run_child({"sh", "-c", program}, "",
                  {.time = 60s, .output = 100, .processor_time = 30s, .memory = 64U << 20});
    // Some shells report the error, others crash.
    CHECK((result.end == ChildResult::End::exited ||
           result.end == ChildResult::End::killed_by_signal));
    CHECK(result.status != 0);
}

TEST_CASE("a child has few descriptors, writes no file, leaves no core, and gains no privileges")
{
    const std::string limits =
        run_child({"sh", "-c", "ulimit -n; ulimit -f; ulimit -c; ulimit -v; ulimit -t"}, "",
                  unconfined)
            .output;
    CHECK(limits == "16\n0\n0\n262144\n10\n");
    const std::string status =
        run_child({"grep", "NoNewPrivs", "/proc/self/status"}, "", unconfined).output;
    CHECK(status == "NoNewPrivs:\t1\n");
}

TEST_CASE("a child runs in an empty directory in which no file can be created")
{
    const ChildResult result =
        run_child({"sh", "-c", "ls -A . | wc -l; mkdir x 2>&1 || echo no"}, "", unconfined);
    CHECK(result.output.starts_with("0\n"));
    CHECK(result.output.ends_with("no\n"));
}

TEST_CASE("a child starts with no signal blocked or ignored, whatever this process does")
{
    const auto before = signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigset_t old;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &blocked, &old);
    const std::string status = run_child({"cat", "/proc/self/status"}, "", unconfined).output;
    sigset_t now;
    pthread_sigmask(SIG_SETMASK, &old, &now);
    signal(SIGPIPE, before);
    CHECK(status.find("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n") !=
          std::string::npos);
    CHECK(sigismember(&now, SIGTERM) == 1);
}
