#pragma once
// An answer as FastCGI records (FastCGI Specification 1.0, sections 3.3 and 5), sent with one
// sendmsg: STDOUT records, the empty STDOUT record, END_REQUEST. The records point to the pieces of
// the answer; no byte of a page is copied. The body of a streamed answer is added in pieces, one
// after the other. It belongs to one thread at a time.

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/http/wire_response.h>
#include <aspic/serving/record_header.h>

namespace aspic {

enum class Sent : std::uint8_t {
    whole,
    in_part,  // the peer takes no more bytes at the moment
    gone,     // the peer has closed the connection
};

class AnswerInRecords {
public:
    AnswerInRecords() = default;
    AnswerInRecords(WireResponse&& answer, int request_id) { begin(std::move(answer), request_id); }
    // Not copied or moved: the records point into it.
    AnswerInRecords(const AnswerInRecords&) = delete;
    AnswerInRecords& operator=(const AnswerInRecords&) = delete;

    /// Takes an answer in place of the one before. The memory of its records is used again.
    void begin(WireResponse&& answer, int request_id);
    /// Lets go what it holds of its answer. Returns the memory of its own head.
    std::string end() { return std::move(std::exchange(answer_, {}).own_head); }

    /// True if the answer has a source, and its end has not been added.
    bool is_open() const { return is_open_; }
    /// Adds the next piece of its body, and its end if this is the last one. REQUIRES: is_open, and
    /// `send` has returned Sent::whole.
    void add(std::string piece, bool is_last);

    /// Sends as many bytes as the peer takes now, from where the last call stopped. Never waits.
    Sent send(int connection);

    /// The bytes of its body that were added since the last call.
    std::size_t take_body_bytes() { return std::exchange(new_body_bytes_, 0); }
    /// The memory that only this answer holds; a stored page is not counted.
    std::size_t own_bytes() const { return answer_.own_head.size() + answer_.own_body.size(); }

private:
    // `body` is that of END_REQUEST: application status 0, protocol status FCGI_REQUEST_COMPLETE.
    struct Closing {
        fastcgi::RecordHeader end_of_stdout;
        fastcgi::RecordHeader end_of_request;
        std::array<std::uint8_t, 8> body{};
    };
    void lay_out(std::span<const std::string_view> pieces);

    WireResponse answer_;
    unsigned request_id_ = 0;
    bool is_open_ = false;
    std::size_t new_body_bytes_ = 0;
    Closing closing_{};
    std::vector<fastcgi::RecordHeader> headers_;
    std::vector<iovec> list_;
    std::span<iovec> left_;
};

}  // namespace aspic
