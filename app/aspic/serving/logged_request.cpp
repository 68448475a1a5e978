#include <aspic/serving/logged_request.h>

#include <aspic/http/cache_status.h>
#include <aspic/http/request_id.h>
#include <aspic/serving/parameters.h>

namespace aspic {

namespace {

std::string_view cache_result(std::string_view field)
{
    const auto status = CacheStatus::parse(field);
    if (!status) return "";
    const bool is_stale = status->ttl.value_or(std::chrono::seconds{0}).count() < 0 ||
                          status->detail.find("stale") != std::string::npos;
    if (status->is_hit) return is_stale ? "stale" : "hit";
    return status->forward == Forward::bypass ? "bypass" : "miss";
}

}  // namespace

void LoggedRequest::keep(const RequestSource& source)
{
    began_ = source.arrived.value_or(std::chrono::steady_clock::now());
    remote_address_ = source.remote_address;
    method_ = source.method_name;
    target_ = source.target;
    protocol_ = source.protocol;
    referer_ = source.field("Referer").value_or("");
    user_agent_ = source.field("User-Agent").value_or("");
    const std::string_view sent = source.field("X-Request-Id").value_or("");
    id_ = is_request_id(sent) ? std::string{sent} : make_request_id();
}

void LoggedRequest::keep(std::string_view parameters, const TrustedProxies& proxies,
                         std::string_view id)
{
    RequestSource source;
    source.remote_address = find_parameter(parameters, "REMOTE_ADDR");
    source.method_name = find_parameter(parameters, "REQUEST_METHOD");
    source.target = find_parameter(parameters, "REQUEST_URI");
    source.protocol = find_parameter(parameters, "SERVER_PROTOCOL");
    for (const std::string_view name : {"HTTP_REFERER", "HTTP_USER_AGENT", "HTTP_X_REQUEST_ID",
                                        "HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"}) {
        if (const std::string_view value = find_parameter(parameters, name); !value.empty())
            source.fields.emplace_back(name.substr(name.find('_') + 1), value);
    }
    proxies.apply_to(source);
    keep(source);
    if (!id.empty()) id_ = id;
}

LoggedRequest::Outcome LoggedRequest::outcome_of(const WireResponse& answer)
{
    return {.status = status_of(answer),
            .bytes = answer.body_size(),
            .route = answer.route,
            .cache = cache_result(field_of(answer, "Cache-Status"))};
}

void LoggedRequest::write(AccessLog& log, const Outcome& outcome) const
{
    const auto took = std::chrono::steady_clock::now() - began_;
    log.add({.at = std::chrono::system_clock::now() -
                   std::chrono::duration_cast<std::chrono::system_clock::duration>(took),
             .remote_address = remote_address_,
             .method = method_,
             .target = target_,
             .protocol = protocol_,
             .status = outcome.status,
             .bytes = outcome.bytes,
             .referer = referer_,
             .user_agent = user_agent_,
             .request_id = id_,
             .route = outcome.route,
             .cache = outcome.cache,
             .took = took});
}

}  // namespace aspic
