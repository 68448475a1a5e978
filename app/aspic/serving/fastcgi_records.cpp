#include <aspic/serving/fastcgi_records.h>

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <utility>

namespace aspic {

namespace {

using fastcgi::most_content;
using fastcgi::record_header;
using fastcgi::RecordHeader;
using fastcgi::stdout_stream;

constexpr std::size_t most_pieces = 512;  // in one call; the system's limit is 1024

iovec piece_of(const void* data, std::size_t size)
{
    return {const_cast<void*>(data), size};
}

// Removes the bytes that were sent from the front of the list.
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

}  // namespace

void AnswerInRecords::begin(WireResponse&& answer, int request_id)
{
    answer_ = std::move(answer);
    request_id_ = static_cast<unsigned>(request_id);
    is_open_ = answer_.source != nullptr;
    new_body_bytes_ = answer_.body_size();
    closing_ = {record_header(stdout_stream, request_id_, 0),
                record_header(fastcgi::end_request, request_id_, 8),
                {}};
    lay_out(answer_.pieces());
}

void AnswerInRecords::add(std::string piece, bool is_last)
{
    answer_.own_body = std::move(piece);
    new_body_bytes_ += answer_.own_body.size();
    is_open_ = !is_last;
    lay_out(std::array{std::string_view{answer_.own_body}});
}

// `list_` points to the record headers in `headers_`, so `headers_` must not move after that.
void AnswerInRecords::lay_out(std::span<const std::string_view> pieces)
{
    std::size_t left = 0;
    for (const std::string_view piece : pieces)
        left += piece.size();
    headers_.clear();
    headers_.reserve(left / most_content + 1);
    list_.clear();
    list_.reserve(2 * headers_.capacity() + pieces.size() + 1);
    std::size_t room = 0;
    for (std::string_view piece : pieces) {
        while (!piece.empty()) {
            if (room == 0) {
                room = std::min(left, most_content);
                left -= room;
                headers_.push_back(record_header(stdout_stream, request_id_, room));
                list_.push_back(piece_of(headers_.back().data(), headers_.back().size()));
            }
            const std::size_t part = std::min(room, piece.size());
            list_.push_back(piece_of(piece.data(), part));
            piece.remove_prefix(part);
            room -= part;
        }
    }
    if (!is_open_) list_.push_back(piece_of(&closing_, sizeof closing_));
    left_ = list_;
}

Sent AnswerInRecords::send(int connection)
{
    while (!left_.empty()) {
        msghdr message{};
        message.msg_iov = left_.data();
        message.msg_iovlen = std::min(left_.size(), most_pieces);
        const ssize_t sent = ::sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            left_ = advance(left_, static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            return Sent::in_part;
        } else if (errno != EINTR) {
            return Sent::gone;
        }
    }
    return Sent::whole;
}

}  // namespace aspic
