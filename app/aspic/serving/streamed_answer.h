#pragma once
// An answer whose body is made while it is sent (http/body_source.h): its source, and what is
// counted and logged at its end. It belongs to one thread at a time.

#include <cstddef>
#include <string_view>
#include <utility>

#include <aspic/http/body_source.h>
#include <aspic/http/wire_response.h>
#include <aspic/reporting/access_log.h>
#include <aspic/reporting/counters.h>
#include <aspic/serving/logged_request.h>

namespace aspic {

class StreamedAnswer {
public:
    /// `log` may be null. Both must outlive it. The body that the answer has already is counted by
    /// add_sent, as what comes from its source. REQUIRES: the answer has a source.
    StreamedAnswer(const WireResponse& answer, LoggedRequest request, Counters& counters,
                   AccessLog* log);
    StreamedAnswer(const StreamedAnswer&) = delete;
    StreamedAnswer& operator=(const StreamedAnswer&) = delete;
    /// Counts and logs the answer, with the bytes that were sent.
    ~StreamedAnswer();

    const BodySourcePtr& source() const { return source_; }
    /// The kind of slot that the source needs.
    std::size_t work() const { return work_; }
    std::string_view route() const { return outcome_.route; }
    std::size_t sent() const { return outcome_.bytes; }
    void add_sent(std::size_t body_bytes) { outcome_.bytes += body_bytes; }

    /// Called when the peer has taken all that was sent. Returns true if it was called before.
    bool note_taken() { return std::exchange(is_taken_, true); }

private:
    BodySourcePtr source_;
    const std::size_t work_;
    const std::size_t head_bytes_;
    LoggedRequest::Outcome outcome_;
    LoggedRequest request_;
    Counters& counters_;
    AccessLog* log_;
    bool is_taken_ = false;
};

}  // namespace aspic
