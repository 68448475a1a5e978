#include "serving/fastcgi_records.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <span>
#include <vector>

namespace aspic {

namespace {

constexpr std::size_t most_content =
    65528;  // the largest multiple of 8 that a record's 16-bit length can say
constexpr std::uint8_t version = 1;
constexpr std::uint8_t end_request = 3;
constexpr std::uint8_t stdout_stream = 6;

using RecordHeader = std::array<std::uint8_t, 8>;

RecordHeader record_header(std::uint8_t type, int request_id, std::size_t length)
{
    const auto id = static_cast<unsigned>(request_id);
    return {version,
            type,
            static_cast<std::uint8_t>(id >> 8U & 0xffU),
            static_cast<std::uint8_t>(id & 0xffU),
            static_cast<std::uint8_t>(length >> 8U),
            static_cast<std::uint8_t>(length & 0xffU),
            0,
            0};
}

// END_REQUEST's body: application status 0, protocol status FCGI_REQUEST_COMPLETE.
struct Closing {
    RecordHeader end_of_stdout;
    RecordHeader end_of_request;
    std::array<std::uint8_t, 8> body{};
};

iovec piece_of(const void* data, std::size_t size)
{
    return {const_cast<void*>(data), size};
}

// The records' headers live in `headers`, which must not move once `list` points into it.
void lay_out(const WireResponse& answer, int request_id, std::vector<RecordHeader>& headers,
             std::vector<iovec>& list)
{
    const auto pieces = answer.pieces();
    std::size_t left = 0;
    for (const std::string_view piece : pieces)
        left += piece.size();
    headers.reserve(left / most_content + 1);
    list.reserve(2 * headers.capacity() + pieces.size() + 1);
    std::size_t room = 0;
    for (std::string_view piece : pieces) {
        while (!piece.empty()) {
            if (room == 0) {
                room = std::min(left, most_content);
                left -= room;
                headers.push_back(record_header(stdout_stream, request_id, room));
                list.push_back(piece_of(headers.back().data(), headers.back().size()));
            }
            const std::size_t part = std::min(room, piece.size());
            list.push_back(piece_of(piece.data(), part));
            piece.remove_prefix(part);
            room -= part;
        }
    }
}

// Drops what was sent from the front of the list.
std::span<iovec> advance(std::span<iovec> list, std::size_t sent)
{
    while (!list.empty() && sent >= list.front().iov_len) {
        sent -= list.front().iov_len;
        list = list.subspan(1);
    }
    if (!list.empty()) {
        list.front().iov_base = static_cast<char*>(list.front().iov_base) + sent;
        list.front().iov_len -= sent;
    }
    return list;
}

bool wait_until_writable(int connection, std::chrono::milliseconds most)
{
    pollfd waiting{connection, POLLOUT, 0};
    return ::poll(&waiting, 1, static_cast<int>(most.count())) == 1 &&
           (waiting.revents & POLLOUT) != 0;
}

}  // namespace

bool send_answer(int connection, int request_id, const WireResponse& answer,
                 std::chrono::milliseconds most)
{
    std::vector<RecordHeader> headers;
    std::vector<iovec> list;
    lay_out(answer, request_id, headers, list);
    const Closing closing{
        record_header(stdout_stream, request_id, 0), record_header(end_request, request_id, 8), {}};
    list.push_back(piece_of(&closing, sizeof closing));

    constexpr std::size_t most_pieces = 512;  // of one call; the system's bound is 1024
    std::span<iovec> left{list};
    while (!left.empty()) {
        msghdr message{};
        message.msg_iov = left.data();
        message.msg_iovlen = std::min(left.size(), most_pieces);
        const ssize_t sent = ::sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            left = advance(left, static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            if (!wait_until_writable(connection, most)) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

}  // namespace aspic
