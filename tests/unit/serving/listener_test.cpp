#include <aspic/serving/listener.h>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemporaryDirectory;

namespace {

ListenAddress unix_address(const std::filesystem::path& path)
{
    return ListenAddress::parse("unix:" + path.string());
}

std::string listening_error(const ListenAddress& address)
{
    return message_of<std::runtime_error>([&] { const Listener listener{address}; });
}

/// A socket file that a process has left behind. It was bound once, and no process listens on it.
void leave_socket_behind(const std::filesystem::path& path)
{
    const FileDescriptor socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(static_cast<char*>(name.sun_path), path.c_str(), sizeof name.sun_path - 1);
    REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
}

bool can_connect(const std::filesystem::path& path)
{
    const FileDescriptor socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(static_cast<char*>(name.sun_path), path.c_str(), sizeof name.sun_path - 1);
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
}

unsigned mode_of(const std::filesystem::path& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

unsigned port_of(const Listener& listener)
{
    sockaddr_in name{};
    socklen_t size = sizeof name;
    ::getsockname(listener.descriptor(), reinterpret_cast<sockaddr*>(&name), &size);
    return ntohs(name.sin_port);
}

}  // namespace

TEST_CASE("an address is a unix socket, a host with a port, or a descriptor")
{
    CHECK(ListenAddress::parse("unix:/run/a.sock").path == "/run/a.sock");
    const auto tcp = ListenAddress::parse("tcp:127.0.0.1:9000");
    CHECK(tcp.kind == ListenAddress::Kind::tcp);
    CHECK(tcp.host == "127.0.0.1");
    CHECK(tcp.port == "9000");
    CHECK(ListenAddress::parse("tcp:[::1]:9000").host == "::1");
    CHECK(ListenAddress::parse("fd:0").descriptor == 0);
    for (const std::string text :
         {"unix:/run/a.sock", "tcp:127.0.0.1:9000", "tcp:[::1]:9000", "fd:3"}) {
        CHECK(ListenAddress::parse(text).to_text() == text);
    }
}

TEST_CASE("an invalid address is refused with the valid forms")
{
    for (const std::string text :
         {"", "unix:", "/run/a.sock", "tcp:", "tcp:9000", "tcp::9000", "tcp:host:", "fd:", "fd:-1",
          "fd:x", "fd:0x", "udp:host:1", "fd:99999999999"}) {
        CAPTURE(text);
        CHECK(
            message_of<std::invalid_argument>([&] { ListenAddress::parse(text); }) ==
            "\"" + text +
                "\" is not an address to listen on: write unix:/path/to/socket, tcp:127.0.0.1:9000 "
                "or fd:0");
    }
    for (const std::string port :
         {"0", "65536", "99999", "-1", "+80", "80x", "http", "4294967376", " 80"}) {
        CAPTURE(port);
        CHECK(message_of<std::invalid_argument>([&] {
                  ListenAddress::parse("tcp:127.0.0.1:" + port);
              }) == "\"" + port +
                        "\" is not a port: write a number from 1 to 65535, as in "
                        "tcp:127.0.0.1:9000");
    }
    CHECK(ListenAddress::parse("tcp:127.0.0.1:65535").port == "65535");
    const std::string longest(107, 'x');
    CHECK(ListenAddress::parse("unix:" + longest).path == longest);
    CHECK(contains(
        message_of<std::invalid_argument>([&] { ListenAddress::parse("unix:" + longest + "x"); }),
        "longer than the 107 bytes"));
}

TEST_CASE("a unix socket is open only to its user and group, and is removed at the end")
{
    const TemporaryDirectory directory;
    const auto path = directory / "a.sock";
    {
        const Listener listener{unix_address(path)};
        CHECK(mode_of(path) == 0660);
        CHECK(listener.is_unix());
        CHECK(is_listening_socket(listener.descriptor()));
        CHECK(can_connect(path));
        CHECK(listener.address().to_text() == "unix:" + path.string());
    }
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("the mode does not depend on the umask, and the umask is not changed")
{
    const TemporaryDirectory directory;
    const mode_t before = ::umask(0);
    const Listener listener{unix_address(directory / "a.sock")};
    CHECK(::umask(before) == 0);
    CHECK(mode_of(directory / "a.sock") == 0660);
}

TEST_CASE("accepting does not wait if another process has taken the connection")
{
    const TemporaryDirectory directory;
    const Listener listener{unix_address(directory / "a.sock")};
    CHECK(::accept4(listener.descriptor(), nullptr, nullptr, SOCK_CLOEXEC) == -1);
    CHECK(errno == EAGAIN);
}

TEST_CASE("a socket that is left behind is replaced")
{
    const TemporaryDirectory directory;
    const auto path = directory / "a.sock";
    leave_socket_behind(path);
    REQUIRE(std::filesystem::exists(path));
    const Listener listener{unix_address(path)};
    CHECK(can_connect(path));
}

TEST_CASE("a socket on which another program listens is not removed")
{
    const TemporaryDirectory directory;
    const auto path = directory / "a.sock";
    const Listener first{unix_address(path)};
    CHECK(contains(listening_error(unix_address(path)),
                   "cannot listen on unix:" + path.string() + ": another program listens there"));
    CHECK(can_connect(path));
}

TEST_CASE("a file that is not a socket is not removed")
{
    const TemporaryDirectory directory;
    const auto path = directory.write("a.sock", "precious");
    CHECK(contains(listening_error(unix_address(path)), "is not a socket"));
    CHECK(support::contents(path) == "precious");
    std::filesystem::create_symlink(path, directory / "link.sock");
    CHECK(contains(listening_error(unix_address(directory / "link.sock")), "is not a socket"));
    CHECK(support::contents(path) == "precious");
}

TEST_CASE("a missing directory is reported")
{
    CHECK(contains(listening_error(ListenAddress::parse("unix:/nonexistent/a.sock")),
                   "its directory must exist"));
}

TEST_CASE("a TCP port is listened on, and a port in use is reported")
{
    ListenAddress address = ListenAddress::parse("tcp:127.0.0.1:9000");
    address.port = "0";  // any free port
    const Listener listener{address};
    CHECK_FALSE(listener.is_unix());
    CHECK(is_listening_socket(listener.descriptor()));
    const std::string taken = "tcp:127.0.0.1:" + std::to_string(port_of(listener));
    const std::string why = listening_error(ListenAddress::parse(taken));
    CHECK(contains(why, "cannot listen on " + taken));
    CHECK(contains(why, "stop the other program or choose another port"));
    CHECK(contains(listening_error(ListenAddress::parse("tcp:no.such.host.invalid:9000")),
                   "cannot listen"));
}

TEST_CASE("a descriptor is used if it listens, and refused if it does not")
{
    const TemporaryDirectory directory;
    const Listener listener{unix_address(directory / "a.sock")};
    const int handed_over = ::dup(listener.descriptor());
    ::fcntl(handed_over, F_SETFL, ::fcntl(handed_over, F_GETFL) & ~O_NONBLOCK);
    {
        const Listener taken{ListenAddress::parse("fd:" + std::to_string(handed_over))};
        CHECK(taken.is_unix());
        CHECK(taken.descriptor() == handed_over);
        // Children of views do not inherit it, and no accept waits on it.
        CHECK((::fcntl(handed_over, F_GETFD) & FD_CLOEXEC) != 0);
        CHECK((::fcntl(handed_over, F_GETFL) & O_NONBLOCK) != 0);
    }
    CHECK(can_connect(directory / "a.sock"));
    CHECK_FALSE(is_listening_socket(handed_over));

    const FileDescriptor plain{::socket(AF_UNIX, SOCK_STREAM, 0)};
    CHECK(contains(listening_error(ListenAddress::parse("fd:" + std::to_string(plain.get()))),
                   "not a listening socket"));
    CHECK_FALSE(is_listening_socket(-1));
}
