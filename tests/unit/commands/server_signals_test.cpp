#include <aspic/commands/server_signals.h>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string_view>

#include <aspic/base/file_descriptor.h>

using aspic::FileDescriptor;
using aspic::ServerSignals;

namespace {

/// A process that waits for a signal to stop. It exits with 0 if that signal has this name.
class Server {
public:
    struct Kind {
        bool ignores_hangup = false;
        bool is_worker = false;
        int during_stop = 0;  // a signal that it gets while it finishes its requests
    };
    explicit Server(std::string_view name) : Server{name, Kind{}} {}
    Server(std::string_view name, Kind kind)
    {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        const FileDescriptor in{ends[0]};
        FileDescriptor out{ends[1]};
        process_ = ::fork();
        if (process_ == 0) {
            if (kind.ignores_hangup) std::signal(SIGHUP, SIG_IGN);
            ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
            std::optional<ServerSignals> signals{std::in_place, kind.is_worker};
            out.close();
            const bool is_right = signals->wait_for_stop().signal == name;
            signals.reset();
            if (kind.during_stop != 0) ::raise(kind.during_stop);
            ::_exit(is_right ? 0 : 1);
        }
        out.close();
        char byte = 0;
        CHECK(::read(in.get(), &byte, 1) == 0);  // it has closed its end: the signals are blocked
    }
    ~Server()
    {
        if (process_ > 0) ::kill(process_, SIGKILL);
        if (process_ > 0) ::waitpid(process_, nullptr, 0);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void signal(int number) const { CHECK(::kill(process_, number) == 0); }
    bool stops_well()
    {
        int status = 0;
        CHECK(::waitpid(process_, &status, 0) == process_);
        process_ = -1;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    pid_t process_ = -1;
};

}  // namespace

TEST_CASE("a server stops at SIGTERM, SIGINT and SIGQUIT")
{
    for (const auto& [number, name] :
         {std::pair{SIGTERM, "TERM"}, std::pair{SIGINT, "INT"}, std::pair{SIGQUIT, "QUIT"}}) {
        CAPTURE(name);
        Server server{name};
        server.signal(number);
        CHECK(server.stops_well());
    }
}

TEST_CASE("other signals, such as SIGHUP, do not stop a server")
{
    Server server{"TERM"};
    for (const int number : {SIGHUP, SIGUSR1, SIGUSR2, SIGALRM})
        server.signal(number);
    server.signal(SIGTERM);
    CHECK(server.stops_well());
}

TEST_CASE("a SIGHUP that was ignored at the start stays ignored")
{
    Server server{"TERM", {.ignores_hangup = true}};
    server.signal(SIGHUP);
    server.signal(SIGTERM);
    CHECK(server.stops_well());
}

TEST_CASE("a signal that does not stop a server does not end it while it finishes its requests")
{
    for (const int number : {SIGHUP, SIGUSR1, SIGUSR2, SIGALRM}) {
        CAPTURE(number);
        Server server{"TERM", {.during_stop = number}};
        server.signal(SIGTERM);
        CHECK(server.stops_well());
    }
}

TEST_CASE("a second signal that stops a server ends it at once")
{
    Server server{"TERM", {.during_stop = SIGINT}};
    server.signal(SIGTERM);
    CHECK_FALSE(server.stops_well());
}

TEST_CASE("Ctrl-C in a terminal stops a worker only through its supervisor")
{
    for (const int number : {SIGINT, SIGQUIT}) {
        CAPTURE(number);
        Server server{"TERM", {.is_worker = true, .during_stop = number}};
        server.signal(number);
        server.signal(SIGTERM);
        CHECK(server.stops_well());
    }
}
