#include <aspic/serving/fastcgi_records.h>

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <aspic/serving/listener.h>

using namespace aspic;

namespace {

constexpr int long_enough = 60'000;  // milliseconds: a test that waits this long has failed

/// Sends everything as fast as the reader takes it. Returns false if the peer goes away.
bool send_answer(int connection, int id, WireResponse answer)
{
    AnswerInRecords records{std::move(answer), id};
    for (;;) {
        switch (records.send(connection)) {
            case Sent::whole:
                return true;
            case Sent::gone:
                return false;
            case Sent::in_part: {
                pollfd waiting{connection, POLLOUT, 0};
                REQUIRE(::poll(&waiting, 1, long_enough) == 1);
            }
        }
    }
}

struct Connection {
    Connection()
    {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
        server = FileDescriptor{ends[0]};
        peer = FileDescriptor{ends[1]};
    }
    void shrink_buffers() const
    {
        const int small = 4096;
        ::setsockopt(server.get(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
        ::setsockopt(peer.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    }
    FileDescriptor server;
    FileDescriptor peer;
};

std::string read_to_end(int descriptor, std::size_t step = 65536)
{
    std::string all;
    std::string part(step, '\0');
    for (ssize_t got = 0; (got = ::read(descriptor, part.data(), part.size())) > 0;)
        all.append(part, 0, static_cast<std::size_t>(got));
    return all;
}

struct Record {
    unsigned type;
    unsigned id;
    std::string content;
};

std::vector<Record> records_of(std::string_view bytes)
{
    std::vector<Record> records;
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes.at(i)); };
    while (!bytes.empty()) {
        REQUIRE(bytes.size() >= 8);
        REQUIRE(at(0) == 1);
        const std::size_t length = (std::size_t{at(4)} << 8U) + at(5);
        const std::size_t padding = at(6);
        REQUIRE(bytes.size() >= 8 + length + padding);
        records.push_back(
            {at(1), (unsigned{at(2)} << 8U) + at(3), std::string{bytes.substr(8, length)}});
        bytes.remove_prefix(8 + length + padding);
    }
    return records;
}

/// Reads the records as a front end does: they are complete, end once, and belong to one request.
std::string output_of(std::string_view bytes, unsigned id)
{
    const auto records = records_of(bytes);
    REQUIRE(records.size() >= 2);
    std::string output;
    for (std::size_t i = 0; i + 2 < records.size(); ++i) {
        CHECK(records[i].type == 6);
        CHECK_FALSE(records[i].content.empty());
        output += records[i].content;
    }
    const Record& end_of_stdout = records[records.size() - 2];
    CHECK(end_of_stdout.type == 6);
    CHECK(end_of_stdout.content.empty());
    CHECK(records.back().type == 3);
    CHECK(records.back().content == std::string(8, '\0'));
    for (const Record& record : records)
        CHECK(record.id == id);
    return output;
}

WireResponse answer_of(std::string_view body)
{
    WireResponse answer;
    answer.shared_head = {"Status: 200 OK\r\n"};
    answer.own_head = "Age: 1\r\n\r\n";
    answer.shared_body = body;
    return answer;
}

std::string numbered(std::size_t size)
{
    std::string text;
    while (text.size() < size)
        text += std::to_string(text.size()) + ' ';
    text.resize(size);
    return text;
}

}  // namespace

TEST_CASE("an answer is one STDOUT record, the end of the stream, and END_REQUEST")
{
    Connection connection;
    WireResponse answer = answer_of("<p>");
    answer.own_body = "own";
    CHECK(send_answer(connection.server.get(), 0x1234, answer));
    connection.server = FileDescriptor{};
    const std::string bytes = read_to_end(connection.peer.get());
    CHECK(records_of(bytes).size() == 3);
    CHECK(output_of(bytes, 0x1234) == "Status: 200 OK\r\nAge: 1\r\n\r\n<p>own");
}

TEST_CASE("an empty answer is a stream that ends at once")
{
    Connection connection;
    CHECK(send_answer(connection.server.get(), 1, WireResponse{}));
    connection.server = FileDescriptor{};
    CHECK(output_of(read_to_end(connection.peer.get()), 1).empty());
}

TEST_CASE("a body of any size arrives complete, however the records split it")
{
    for (const std::size_t size :
         {std::size_t{65'502}, std::size_t{65'503}, std::size_t{65'527}, std::size_t{131'030},
          std::size_t{8 * 65'536 + 7}, std::size_t{40'000'000}}) {
        CAPTURE(size);
        Connection connection;
        const std::string body = numbered(size);
        std::string received;
        std::thread reader{[&] { received = read_to_end(connection.peer.get()); }};
        CHECK(send_answer(connection.server.get(), 1, answer_of(body)));
        connection.server = FileDescriptor{};
        reader.join();
        const std::string expected = "Status: 200 OK\r\nAge: 1\r\n\r\n" + body;
        CHECK((output_of(received, 1) == expected));
    }
}

TEST_CASE("a slow reader with a small buffer gets everything")
{
    Connection connection;
    connection.shrink_buffers();
    const std::string body = numbered(600'000);
    std::string received;
    std::thread reader{[&] { received = read_to_end(connection.peer.get(), 1000); }};
    CHECK(send_answer(connection.server.get(), 1, answer_of(body)));
    connection.server = FileDescriptor{};
    reader.join();
    CHECK((output_of(received, 1) == "Status: 200 OK\r\nAge: 1\r\n\r\n" + body));
}

TEST_CASE("sending does not wait for a peer that reads nothing")
{
    const Connection connection;
    connection.shrink_buffers();
    const std::string body = numbered(5'000'000);
    AnswerInRecords records{answer_of(body), 1};
    CHECK(records.send(connection.server.get()) == Sent::in_part);
    CHECK(records.send(connection.server.get()) == Sent::in_part);
}

TEST_CASE("a peer that reads again gets the rest")
{
    Connection connection;
    connection.shrink_buffers();
    const std::string body = numbered(300'000);
    AnswerInRecords records{answer_of(body), 1};
    std::string received;
    std::string part(5000, '\0');
    Sent sent = Sent::in_part;
    while (sent == Sent::in_part) {
        sent = records.send(connection.server.get());
        const ssize_t got = ::read(connection.peer.get(), part.data(), part.size());
        REQUIRE(got > 0);
        received.append(part, 0, static_cast<std::size_t>(got));
    }
    CHECK(sent == Sent::whole);
    connection.server = FileDescriptor{};
    received += read_to_end(connection.peer.get());
    CHECK((output_of(received, 1) == "Status: 200 OK\r\nAge: 1\r\n\r\n" + body));
}

TEST_CASE("if the peer is gone the answer is not sent, and there is no signal")
{
    Connection connection;
    connection.peer = FileDescriptor{};
    CHECK_FALSE(send_answer(connection.server.get(), 1, answer_of("x")));
}

TEST_CASE("a peer that leaves in the middle ends the sending")
{
    Connection connection;
    connection.shrink_buffers();
    std::thread leaver{[&] {
        std::array<char, 1000> some{};
        CHECK(::read(connection.peer.get(), some.data(), some.size()) > 0);
        connection.peer = FileDescriptor{};
    }};
    CHECK_FALSE(send_answer(connection.server.get(), 1, answer_of(numbered(5'000'000))));
    leaver.join();
}

TEST_CASE("the pieces of a streamed answer follow its head, and the last one ends it")
{
    struct Nothing : BodySource {
        std::optional<std::string> next() override { return {}; }
        std::optional<std::uint64_t> length() const override { return {}; }
    };
    Connection connection;
    WireResponse answer;
    answer.own_head = "Status: 200 OK\r\n\r\n";
    answer.source = std::make_shared<Nothing>();
    AnswerInRecords records{std::move(answer), 1};
    REQUIRE(records.send(connection.server.get()) == Sent::whole);
    CHECK(records.take_body_bytes() == 0);
    for (const std::string piece : {"one ", "", "two "}) {
        REQUIRE(records.is_open());
        records.add(piece, false);
        REQUIRE(records.send(connection.server.get()) == Sent::whole);
        CHECK(records.take_body_bytes() == piece.size());
    }
    records.add(numbered(100'000), true);
    CHECK_FALSE(records.is_open());
    CHECK(records.take_body_bytes() == 100'000);
    std::string bytes;
    std::thread reader{[&] { bytes = read_to_end(connection.peer.get()); }};
    while (records.send(connection.server.get()) == Sent::in_part)
        std::this_thread::yield();
    connection.server = FileDescriptor{};
    reader.join();
    CHECK(output_of(bytes, 1) == "Status: 200 OK\r\n\r\none two " + numbered(100'000));
}
