#include <aspic/http/wire_response.h>

#include <utility>

namespace aspic {

namespace {

/// A response with one of these statuses has no body and no Content-Length (RFC 9110, section 8.6).
bool has_no_body(int status)
{
    return status < 200 || status == 204 || status == 304;
}

}  // namespace

std::string status_and_fields(int status, const Headers& headers)
{
    std::string head = "Status: " + std::to_string(status) + " ";
    head += reason_phrase(status);
    head += "\r\n";
    for (const auto& [name, value] : headers) {
        if (equal_ignoring_case(name, "Status")) continue;
        head += name;
        head += ": ";
        head += value;
        head += "\r\n";
    }
    return head;
}

WireResponse to_wire(Response response, bool head_only)
{
    const bool bodiless = has_no_body(response.status);
    response.headers.remove("Content-Length");

    WireResponse wire;
    wire.own_head = status_and_fields(response.status, response.headers);
    if (!bodiless) {
        wire.own_head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    wire.own_head += "\r\n";
    if (!bodiless && !head_only) wire.own_body = std::move(response.body);
    return wire;
}

}  // namespace aspic
