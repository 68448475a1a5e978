#include <aspic/entries/forward_request.h>

#include <algorithm>
#include <array>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>

namespace aspic {

namespace {

// See ForwardRequest::fields for what these have in common.
constexpr auto kept_back = std::to_array<std::string_view>({
    // who is asking
    "cookie",
    "cookie2",
    "authorization",
    "proxy-authorization",
    "client-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "fastly-client-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-real-ip",
    // host, path or method
    "host",
    "forwarded",
    "via",
    "base-url",
    "request-uri",
    "x-host",
    "x-http-host-override",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
    "x-original-host",
    "x-original-url",
    "x-proxyuser-ip",
    "x-rewrite-url",
    "x-wap-profile",
    // not the whole page, or answered by the cache
    "accept-encoding",
    "cache-control",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "pragma",
    "range",
    // one connection
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "http2-settings",
});

// Fields that a browser sends with every request, and of which no page for everyone depends.
constexpr auto prefixes_kept_back = std::to_array<std::string_view>(
    {"x-forwarded-", "x-original-", "x-rewrite-", "sec-", "proxy-"});

bool lists(std::string_view connection, std::string_view name)
{
    while (!connection.empty()) {
        if (equal_ignoring_case(syntax::trim(syntax::take_until(connection, ',')), name))
            return true;
    }
    return false;
}

}  // namespace

bool is_forwardable(std::string_view name, std::string_view connection)
{
    const auto begins_name = [name](std::string_view prefix) { return name.starts_with(prefix); };
    return std::ranges::find(kept_back, name) == kept_back.end() &&
           std::ranges::none_of(prefixes_kept_back, begins_name) && !lists(connection, name);
}

std::string_view ForwardRequest::raw_query()
{
    return read({InputKind::raw_query, ""}).value_or("");
}

std::vector<ForwardRequest::Field> ForwardRequest::fields() const
{
    const std::string_view connection = request().header("Connection").value_or("");
    std::vector<Field> fields;
    for (const auto& [name, value] : request().fields()) {
        std::string lower = field_input_name(name);
        if (is_forwardable(lower, connection)) fields.emplace_back(std::move(lower), value);
    }
    return fields;
}

}  // namespace aspic
