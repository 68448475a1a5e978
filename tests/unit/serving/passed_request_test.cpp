#include <doctest/doctest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include <aspic/serving/parameters.h>
#include <aspic/serving/passed_request.h>

#include "../support/fastcgi_client.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::get_request;
using support::keep_connection;

namespace {

const Limits limits;

ParkedConnection waiting_request(const SocketPair& connection)
{
    ParkedConnection waiting;
    waiting.connection = FileDescriptor{::dup(connection.first.get())};
    waiting.waits_for = ParkedConnection::WaitsFor::slot;
    waiting.work = 7;
    waiting.moves = 1;
    waiting.arrived = ParkedConnection::Clock::now();
    waiting.deadline = waiting.arrived + 10s;
    waiting.request = std::make_unique<ReceivedRequest>(limits);
    waiting.request->framing.read(get_request("/man/1", keep_connection),
                                  &waiting.request->content);
    waiting.request->content.body = std::string(100'000, 'b');
    waiting.request->is_last = true;
    return waiting;
}

}  // namespace

TEST_CASE("a request arrives in another worker as it was, with its connection and its times")
{
    const auto connection = make_socket_pair();
    const auto inbox = make_socket_pair();
    REQUIRE((connection && inbox));
    ParkedConnection sent = waiting_request(*connection);
    REQUIRE(send_request(inbox->second.get(), sent, 4711));
    sent.connection.close();
    auto message = receive_message(inbox->first.get());
    REQUIRE(message);
    const auto received = to_request(std::move(*message), limits);
    REQUIRE(received);
    CHECK(received->promised_by == 4711);
    const ParkedConnection& request = *received->request;
    CHECK(request.waits_for == ParkedConnection::WaitsFor::slot);
    CHECK(request.registration == Registration::none);
    CHECK(request.work == 7);
    CHECK(request.moves == 2);
    CHECK(request.arrived == sent.arrived);
    CHECK(request.deadline == sent.deadline);
    CHECK(request.request->is_last);
    CHECK(request.request->framing.keeps_connection());
    CHECK(request.request->content.body == sent.request->content.body);
    CHECK(find_parameter(request.request->content.parameters, "REQUEST_URI") == "/man/1");
    REQUIRE(::write(request.connection.get(), "x", 1) == 1);
    std::array<char, 2> got{};
    CHECK(::read(connection->second.get(), got.data(), got.size()) == 1);
    CHECK_FALSE(receive_message(inbox->first.get()));
}

TEST_CASE("a request is not sent if the inbox is full, and nothing is kept open")
{
    const auto connection = make_socket_pair();
    const auto inbox = make_socket_pair();
    REQUIRE((connection && inbox));
    const ParkedConnection sent = waiting_request(*connection);
    const int before = ::dup(STDIN_FILENO);
    ::close(before);
    int count = 0;
    while (count < 10'000 && send_request(inbox->second.get(), sent, 1))
        ++count;
    CHECK(count > 10);
    CHECK(count < 10'000);
    const int after = ::dup(STDIN_FILENO);
    ::close(after);
    CHECK(before == after);
    CHECK(sent.connection.is_open());
}

TEST_CASE("a message that is not a request is dropped")
{
    const auto inbox = make_socket_pair();
    REQUIRE(inbox);
    REQUIRE(send_message(inbox->second.get(), "s", {}));
    auto message = receive_message(inbox->first.get());
    REQUIRE(message);
    CHECK(message->text == "s");
    CHECK_FALSE(to_request(std::move(*message), limits));
    // The right length, but another form.
    const std::array two{STDIN_FILENO, STDIN_FILENO};
    REQUIRE(send_message(inbox->second.get(), std::string(48, 'x'), two));
    message = receive_message(inbox->first.get());
    REQUIRE(message);
    CHECK(message->descriptors.size() == 2);
    CHECK_FALSE(to_request(std::move(*message), limits));
}
