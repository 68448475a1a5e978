#include <aspic/entries/forward_request.h>

#include <algorithm>
#include <array>

#include <aspic/entries/entry.h>
#include <aspic/http/headers.h>
#include <aspic/http/hop_by_hop.h>

namespace aspic {

namespace {

// Lists of names.
constexpr std::string_view identity_fields =
    "authorization, client-ip, cookie, cookie2, dpop, fastly-client-ip, remote-user, "
    "true-client-ip, x-access-token, x-api-key, x-authorization, x-client-cert, x-client-ip, "
    "x-cluster-client-ip, x-cookie, x-originating-ip, x-proxyuser-ip, x-real-ip, "
    "x-ssl-client-verify, x-user, x-wap-profile, x-webauth-user";
constexpr std::string_view host_path_or_method =
    "base-url, depth, destination, forwarded, front-end-https, host, if, proxy, request-uri, "
    "upgrade-insecure-requests, via, x-accel-redirect, x-base-url, x-host, "
    "x-http-destinationurl, x-http-host-override, x-http-method, x-http-method-override, "
    "x-method, x-method-override, x-middleware-subrequest, x-override-url, x-proto, x-scheme, "
    "x-script-name, x-url-scheme";
constexpr std::string_view for_the_cache =
    "a-im, accept-encoding, cache-control, content-encoding, content-length, content-type, "
    "expect, http2-settings, if-match, if-modified-since, if-none-match, if-range, "
    "if-unmodified-since, max-forwards, pragma, range";
// Proxies add fields with these prefixes. Sec- is what browsers say of the page that sent the
// request.
constexpr auto prefixes = std::to_array<std::string_view>(
    {"cf-", "proxy-", "ssl-", "sec-", "x-amzn-", "x-arr-", "x-auth-", "x-azure-", "x-envoy-",
     "x-forward", "x-original-", "x-remote-", "x-rewrite-"});

}  // namespace

bool detail::is_forwardable(std::string_view name, std::string_view connection)
{
    return !list_has(identity_fields, name) && !list_has(host_path_or_method, name) &&
           !list_has(for_the_cache, name) && !is_hop_by_hop(name) && !list_has(connection, name) &&
           std::ranges::none_of(
               prefixes, [name](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string_view ForwardRequest::raw_query()
{
    return read({InputKind::raw_query, ""}).value_or("");
}

bool ForwardRequest::can_be_answered_304() const
{
    return (stored_ != nullptr && has_given_fields_) || request().header("If-None-Match") ||
           request().header("If-Modified-Since");
}

std::vector<ForwardRequest::Field> ForwardRequest::fields() const
{
    has_given_fields_ = true;
    const std::string connection = connection_options(request());
    std::vector<Field> fields;
    for (const auto& [name, value] : request().fields()) {
        std::string lower = field_input_name(name);
        if (detail::is_forwardable(lower, connection)) fields.emplace_back(std::move(lower), value);
    }
    if (stored_ == nullptr) return fields;
    if (const auto etag = stored_->fields.get("ETag")) fields.emplace_back("if-none-match", *etag);
    if (const auto modified = stored_->fields.get("Last-Modified"))
        fields.emplace_back("if-modified-since", *modified);
    return fields;
}

}  // namespace aspic
