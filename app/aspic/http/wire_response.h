#pragma once
// A finished answer: the bytes of a CGI response (RFC 3875, section 6), in pieces that one sendmsg
// can send.

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/http/response.h>

namespace aspic {

struct WireResponse {
    std::string_view shared_head{};       // stored fields, ready-made; ends with CR LF
    std::string own_head{};               // this answer's own fields, and the empty line
    std::string_view shared_body{};       // a stored body
    std::string own_body{};               // or this answer's own
    std::shared_ptr<const void> owner{};  // keeps what the shared pieces point into
    std::function<void()> after{};  // work that nobody waits for: runs once the answer is sent
    // There is no answer yet: this kind of work found no free slot (site/work_slots.h). Ask again when
    // one is free, or answer 503.
    std::optional<std::size_t> waits_for{};

    std::array<std::string_view, 4> pieces() const
    {
        return {shared_head, own_head, shared_body, own_body};
    }
};

/// "Status: 200 OK\r\n" and the fields, without the empty line. `Status:` always comes first.
std::string status_and_fields(int status, const Headers& headers);

/// Sets these fields in an answer that is finished, in place of those of the same names. REQUIRES:
/// neither Status nor Content-Length is among them.
void set_fields(WireResponse& wire, const Headers& fields);

/// A response sent as it is; without its body (but with its Content-Length) where `head_only`.
WireResponse to_wire(Response response, bool head_only);

}  // namespace aspic
