#pragma once
// An answer as FastCGI records (FastCGI Specification 1.0, sections 3.3 and 5), sent with one
// sendmsg: STDOUT records around the pieces where they lie, the empty STDOUT record, END_REQUEST. No
// byte of a page is copied. It belongs to one thread at a time.

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <aspic/http/wire_response.h>
#include <aspic/serving/record_header.h>

namespace aspic {

enum class Sent : std::uint8_t {
    whole,
    in_part,  // the peer takes no more at the moment
    gone,     // the peer is gone: the connection is of no use any more
};

class AnswerInRecords {
public:
    AnswerInRecords(WireResponse answer, int request_id);
    // What is sent points into the answer itself.
    AnswerInRecords(const AnswerInRecords&) = delete;
    AnswerInRecords& operator=(const AnswerInRecords&) = delete;

    /// Sends what the peer takes now, and goes on where the call before stopped. Never waits.
    Sent send(int connection);

    /// What is held for this answer alone; a stored page counts as nothing.
    std::size_t own_bytes() const { return answer_.own_head.size() + answer_.own_body.size(); }

private:
    // END_REQUEST's body: application status 0, protocol status FCGI_REQUEST_COMPLETE.
    struct Closing {
        fastcgi::RecordHeader end_of_stdout;
        fastcgi::RecordHeader end_of_request;
        std::array<std::uint8_t, 8> body{};
    };
    void lay_out(unsigned request_id);

    WireResponse answer_;
    Closing closing_;
    std::vector<fastcgi::RecordHeader> headers_;
    std::vector<iovec> list_;
    std::span<iovec> left_;
};

}  // namespace aspic
