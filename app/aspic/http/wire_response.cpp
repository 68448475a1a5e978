#include <aspic/http/wire_response.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace aspic {

namespace {

/// Appends the fields of a head whose names are not among `others`.
void append_without(std::string& to, std::string_view head, const Headers& others)
{
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        if (!line.empty() && !others.has(line.substr(0, line.find(':'))))
            to.append(line).append("\r\n");
        head.remove_prefix(std::min(line.size() + 2, head.size()));
    }
}

}  // namespace

std::string to_text(const SharedHead& head)
{
    std::string text;
    for (const std::string_view part : head)
        text += part;
    return text;
}

bool has_no_body(int status)
{
    return status < 200 || status == 204 || status == 304;
}

int status_of(const WireResponse& wire)
{
    constexpr std::string_view before = "Status: ";
    const std::string_view head =
        wire.has_shared_head() ? wire.shared_head.front() : std::string_view{wire.own_head};
    int status = 0;
    for (const char digit : head.substr(std::min(before.size(), head.size()), 3))
        status = 10 * status + (digit - '0');
    return status;
}

std::string_view field_of(const WireResponse& wire, std::string_view name)
{
    for (const std::string_view head : wire.head()) {
        for (std::size_t at = 0; at < head.size();) {
            const std::size_t end = std::min(head.find("\r\n", at), head.size());
            const std::string_view line = head.substr(at, end - at);
            if (line.starts_with(name) && line.substr(name.size()).starts_with(": "))
                return line.substr(name.size() + 2);
            at = end + 2;
        }
    }
    return {};
}

std::string status_and_fields(int status, const Headers& headers)
{
    constexpr std::size_t around_fields = 128;
    std::size_t size = around_fields;
    for (const auto& [name, value] : headers)
        size += name.size() + value.size() + 4;
    std::string head;
    head.reserve(size);
    head.append("Status: ").append(std::to_string(status)).append(" ");
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

void set_fields(WireResponse& wire, const Headers& fields)
{
    if (fields.empty()) return;
    std::string head;
    for (const std::string_view part : wire.head())
        append_without(head, part, fields);
    for (const auto& [name, value] : fields)
        head.append(name).append(": ").append(value).append("\r\n");
    head += "\r\n";
    wire.shared_head = {};
    wire.own_head = std::move(head);
}

WireResponse to_wire(Response response, bool head_only)
{
    const bool bodiless = has_no_body(response.status);
    response.headers.remove("Content-Length");

    WireResponse wire;
    wire.own_head = status_and_fields(response.status, response.headers);
    const std::optional<std::uint64_t> length =
        response.source ? response.source->length() : std::optional{response.body.size()};
    if (!bodiless && length) wire.own_head += "Content-Length: " + std::to_string(*length) + "\r\n";
    wire.own_head += "\r\n";
    if (!bodiless && !head_only) {
        wire.own_body = std::move(response.body);
        wire.source = std::move(response.source);
    }
    return wire;
}

}  // namespace aspic
