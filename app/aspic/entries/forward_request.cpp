#include <aspic/entries/forward_request.h>

#include <algorithm>
#include <array>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>

namespace aspic {

namespace {

constexpr auto who_asks = std::to_array<std::string_view>(
    {"authorization", "cf-connecting-ip", "client-ip", "cookie", "cookie2", "fastly-client-ip",
     "true-client-ip", "x-client-ip", "x-cluster-client-ip", "x-proxyuser-ip", "x-real-ip",
     "x-wap-profile"});
constexpr auto host_path_or_method = std::to_array<std::string_view>(
    {"base-url", "forwarded", "host", "proxy", "request-uri", "via", "x-host",
     "x-http-host-override", "x-http-method", "x-http-method-override", "x-method-override"});
constexpr auto for_the_cache = std::to_array<std::string_view>(
    {"accept-encoding", "cache-control", "content-encoding", "content-length", "content-type",
     "expect", "if-match", "if-range", "if-modified-since", "if-none-match", "max-forwards",
     "if-unmodified-since", "pragma", "range"});
constexpr auto of_one_connection =
    std::to_array<std::string_view>({"connection", "http2-settings", "keep-alive", "te", "trailer",
                                     "transfer-encoding", "upgrade", "upgrade-insecure-requests"});
// Sec- is what browsers say of the page that sent the request.
constexpr auto prefixes = std::to_array<std::string_view>(
    {"proxy-", "sec-", "x-forwarded-", "x-original-", "x-rewrite-"});

template <std::size_t count>
bool has(const std::array<std::string_view, count>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

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
    return !has(who_asks, name) && !has(host_path_or_method, name) && !has(for_the_cache, name) &&
           !has(of_one_connection, name) && !lists(connection, name) &&
           std::ranges::none_of(
               prefixes, [name](std::string_view prefix) { return name.starts_with(prefix); });
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
    if (stored_ == nullptr) return fields;
    if (const auto etag = stored_->fields.get("ETag")) fields.emplace_back("if-none-match", *etag);
    if (const auto modified = stored_->fields.get("Last-Modified"))
        fields.emplace_back("if-modified-since", *modified);
    return fields;
}

}  // namespace aspic
