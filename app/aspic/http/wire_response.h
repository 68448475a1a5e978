#pragma once
// A finished answer: the bytes of a CGI response (RFC 3875, section 6), in pieces for one sendmsg
// call.

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/http/body_source.h>
#include <aspic/http/response.h>

namespace aspic {

class Completion;

/// The head of a stored page's answer, in parts. Each ends with CR LF; the last ones may be empty.
using SharedHead = std::array<std::string_view, 3>;
std::string to_text(const SharedHead& head);

struct WireResponse {
    SharedHead shared_head{};        // begins with the status
    std::string own_head{};          // this answer's own fields, and the empty line
    std::string_view shared_body{};  // the body of a stored page
    std::string own_body{};          // or this answer's own body
    /// The rest of its body, which is sent piece by piece (serving/streamed_answer.h).
    BodySourcePtr source{};
    /// The kind of slot in which the source is asked (site/work_slots.h).
    std::size_t work = 0;
    /// Owns the memory that the shared pieces point into.
    std::shared_ptr<const void> owner{};
    /// Work that the client does not wait for: it runs after the answer is sent.
    std::function<void()> after{};
    /// Set if there is no answer yet: this kind of work has no free slot (site/work_slots.h). Ask
    /// again when one is free, or answer 503.
    std::optional<std::size_t> waits_for{};
    /// Set if there is no answer yet: another request renders the page. Ask again when that is
    /// complete, or the time for it is over, and say so (RequestSource::has_waited_for). Only for a
    /// request whose caller does that (RequestSource::asks_again).
    std::shared_ptr<const Completion> waits_for_rendering{};

    /// The pattern of the route that answered, for the access log; it lives as long as the program.
    std::string_view route{};

    /// False if there is no answer yet.
    bool is_answer() const { return !waits_for && !waits_for_rendering; }
    bool has_shared_head() const { return !shared_head.front().empty(); }
    std::array<std::string_view, 4> head() const
    {
        return {shared_head[0], shared_head[1], shared_head[2], own_head};
    }
    std::array<std::string_view, 6> pieces() const
    {
        return {shared_head[0], shared_head[1], shared_head[2], own_head, shared_body, own_body};
    }
    std::size_t head_size() const
    {
        std::size_t size = 0;
        for (const std::string_view part : head())
            size += part.size();
        return size;
    }
    /// Without what its source has.
    std::size_t body_size() const { return shared_body.size() + own_body.size(); }
    std::size_t size() const { return head_size() + body_size(); }
};

/// True for a status whose answer has no body and no Content-Length (RFC 9110, section 8.6).
bool has_no_body(int status);

/// The status that its head begins with.
int status_of(const WireResponse& wire);

/// The value of the first field with this name in its head; empty if there is none. The name must
/// be written as in the head.
std::string_view field_of(const WireResponse& wire, std::string_view name);

/// "Status: 200 OK\r\n" and the fields, without the empty line. `Status:` always comes first.
std::string status_and_fields(int status, const Headers& headers);

/// Sets these fields in a finished answer, in place of those of the same names. REQUIRES: neither
/// Status nor Content-Length is among them.
void set_fields(WireResponse& wire, const Headers& fields);

/// A response as it is. If `head_only`, its body is left out, but not its Content-Length.
WireResponse to_wire(Response response, bool head_only);

}  // namespace aspic
