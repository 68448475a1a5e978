#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include <aspic/base/descriptor_passing.h>

using namespace aspic;

TEST_CASE("a descriptor reaches the other end with the bytes that wait in it")
{
    const auto pair = make_socket_pair();
    REQUIRE(pair);
    CHECK_FALSE(receive_descriptor(pair->first.get()).is_open());
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    const FileDescriptor client{ends[0]};
    FileDescriptor served{ends[1]};
    REQUIRE(::write(client.get(), "hello", 5) == 5);
    REQUIRE(send_descriptor(pair->second.get(), served));
    served.close();
    const FileDescriptor received = receive_descriptor(pair->first.get());
    REQUIRE(received.is_open());
    CHECK((::fcntl(received.get(), F_GETFD) & FD_CLOEXEC) != 0);
    std::array<char, 8> bytes{};
    CHECK(::read(received.get(), bytes.data(), bytes.size()) == 5);
}

TEST_CASE("a slow receiver gets all descriptors")
{
    const auto pair = make_socket_pair();
    REQUIRE(pair);
    constexpr int count = 2000;  // more than the queue holds
    int received = 0;
    std::thread receiver{[&] {
        while (received < count) {
            if (receive_descriptor(pair->first.get()).is_open()) ++received;
        }
    }};
    const FileDescriptor one{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    int sent = 0;
    while (sent < count && send_descriptor(pair->second.get(), one))
        ++sent;
    receiver.join();
    CHECK(sent == count);
}

TEST_CASE("a message without a descriptor is not one")
{
    const auto pair = make_socket_pair();
    REQUIRE(pair);
    REQUIRE(::send(pair->second.get(), "x", 1, 0) == 1);
    CHECK_FALSE(receive_descriptor(pair->first.get()).is_open());
}
