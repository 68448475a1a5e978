#include <aspic/http/forwarded.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/http/address_range.h>
#include <aspic/http/headers.h>
#include <aspic/http/host_syntax.h>

namespace aspic {

namespace {

std::vector<std::string_view> lines_of(const RequestSource& source, std::string_view name)
{
    std::vector<std::string_view> lines;
    for (const auto& [known, value] : source.fields) {
        if (same_field_name(known, name) && !syntax::trim(value).empty()) lines.push_back(value);
    }
    return lines;
}

bool is_port(std::string_view text)
{
    return parse_number(text, 0U, 65535U).has_value();
}

// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]" or "[2001:db8::1]:4711", without
// its port. Nullopt for "unknown", an obfuscated name ("_hidden"), and everything else.
std::optional<std::string_view> address_of(std::string_view node)
{
    std::string_view address = node;
    std::string_view port;
    if (node.starts_with('[')) {
        const std::size_t end = node.find(']');
        if (end == std::string_view::npos) return {};
        address = node.substr(1, end - 1);
        port = node.substr(end + 1);
        if (address.find(':') == std::string_view::npos) return {};
    } else if (std::ranges::count(node, ':') == 1) {
        address = node.substr(0, node.find(':'));
        port = node.substr(address.size());
    }
    if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) return {};
    if (!AddressRange::is_address(address)) return {};
    return address;
}

std::string_view scheme_of(std::string_view text)
{
    for (const std::string_view scheme : {"https", "http"}) {
        if (equal_ignoring_case(text, scheme)) return scheme;
    }
    return {};
}

// Returns `text` if it is a host, and "" otherwise.
std::string_view host_of(std::string_view text)
{
    return is_host(text) ? text : std::string_view{};
}

// The elements of a list field (RFC 9110, section 5.6.1) without quoted strings, from the last one
// on. Empty elements are left out.
class ListFromEnd {
public:
    explicit ListFromEnd(std::vector<std::string_view> lines) : lines_{std::move(lines)} {}

    std::optional<std::string_view> next()
    {
        while (!lines_.empty()) {
            std::string_view& line = lines_.back();
            const std::size_t comma = line.rfind(',');
            const bool is_first = comma == std::string_view::npos;
            const std::string_view element = syntax::trim(is_first ? line : line.substr(comma + 1));
            if (is_first) {
                lines_.pop_back();
            } else {
                line = line.substr(0, comma);
            }
            if (!element.empty()) return element;
        }
        return {};
    }

private:
    std::vector<std::string_view> lines_;
};

// The element that the proxy at this distance from us has added. A proxy that replaces the field
// leaves a shorter list, whose first element counts.
std::string_view element_at(ListFromEnd list, int distance)
{
    std::string_view last;
    for (int at = 0; at <= distance; ++at) {
        const auto element = list.next();
        if (!element) break;
        last = *element;
    }
    return last;
}

struct ForwardedElement {
    std::string_view node;
    std::string_view scheme;
    std::string_view host;
};

// Takes the last character if it is `wanted`.
bool take_last(std::string_view& text, char wanted)
{
    if (!text.ends_with(wanted)) return false;
    text.remove_suffix(1);
    return true;
}

std::string_view take_last_token(std::string_view& text)
{
    std::size_t size = 0;
    while (size < text.size() && syntax::is_token(text.substr(text.size() - 1 - size, 1)))
        ++size;
    const std::string_view token = text.substr(text.size() - size);
    text.remove_suffix(size);
    return token;
}

// A token or a quoted string at the end of the text. A quoted string with escapes is refused: no
// value that we read needs one, and without them the text can be read from its end.
std::optional<std::string_view> take_last_value(std::string_view& text)
{
    if (!take_last(text, '"')) {
        const std::string_view token = take_last_token(text);
        return token.empty() ? std::nullopt : std::optional{token};
    }
    const std::size_t open = text.rfind('"');
    if (open == std::string_view::npos) return {};
    const std::string_view value = text.substr(open + 1);
    if (value.find('\\') != std::string_view::npos) return {};
    text.remove_suffix(value.size() + 1);
    return value;
}

// Takes the last element of a line: `for=192.0.2.1;proto=https`. Returns nullopt, and leaves the
// line empty, if there is none or if it is malformed. What stands before it, which may come from
// the client, does not matter.
std::optional<ForwardedElement> take_last_element(std::string_view& line)
{
    ForwardedElement element;
    bool has_pair = false;
    std::string_view rest = std::exchange(line, {});
    for (;;) {
        rest = syntax::trim(rest);
        if (rest.empty() || rest.ends_with(',')) {
            if (has_pair) break;
            if (rest.empty()) return {};
            rest.remove_suffix(1);
            continue;
        }
        if (take_last(rest, ';')) continue;
        const auto value = take_last_value(rest);
        if (!value || !take_last(rest, '=')) return {};
        const std::string_view name = take_last_token(rest);
        if (name.empty()) return {};
        has_pair = true;
        const std::string_view end = syntax::trim(rest);
        if (!end.empty() && !end.ends_with(',') && !end.ends_with(';')) return {};
        std::string_view* const known = equal_ignoring_case(name, "for")     ? &element.node
                                        : equal_ignoring_case(name, "proto") ? &element.scheme
                                        : equal_ignoring_case(name, "host")  ? &element.host
                                                                             : nullptr;
        if (known == nullptr) continue;
        if (!known->empty()) return {};
        *known = *value;
    }
    line = rest;
    return element;
}

}  // namespace

std::optional<ForwardedOrigin> x_forwarded_origin(const RequestSource& source,
                                                  const IsTrusted& is_trusted)
{
    auto addresses = lines_of(source, "X-Forwarded-For");
    auto schemes = lines_of(source, "X-Forwarded-Proto");
    auto hosts = lines_of(source, "X-Forwarded-Host");
    if (addresses.empty() && schemes.empty() && hosts.empty()) return {};
    ForwardedOrigin origin{.address = source.remote_address, .scheme = {}, .host = {}};
    ListFromEnd list{std::move(addresses)};
    int distance = 0;
    for (; distance < most_proxies; ++distance) {
        const auto node = list.next();
        const auto address = node ? address_of(*node) : std::nullopt;
        if (!address) break;
        origin.address = *address;
        if (!is_trusted(*address)) break;
    }
    origin.scheme = scheme_of(element_at(ListFromEnd{std::move(schemes)}, distance));
    origin.host = host_of(element_at(ListFromEnd{std::move(hosts)}, distance));
    return origin;
}

std::optional<ForwardedOrigin> forwarded_origin(const RequestSource& source,
                                                const IsTrusted& is_trusted)
{
    auto lines = lines_of(source, "Forwarded");
    if (lines.empty()) return {};
    ForwardedOrigin origin{.address = source.remote_address, .scheme = {}, .host = {}};
    for (int distance = 0; distance < most_proxies && !lines.empty(); ++distance) {
        const auto element = take_last_element(lines.back());
        if (!element) break;
        if (syntax::trim(lines.back()).empty()) lines.pop_back();
        // The first proxy that the client has reached knows best.
        if (const auto scheme = scheme_of(element->scheme); !scheme.empty()) origin.scheme = scheme;
        if (const auto host = host_of(element->host); !host.empty()) origin.host = host;
        const auto address = address_of(element->node);
        if (!address) break;
        origin.address = *address;
        if (!is_trusted(*address)) break;
    }
    return origin;
}

}  // namespace aspic
