#include <aspic/site/status_door.h>

#include <sodium.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include <aspic/http/headers.h>
#include <aspic/reporting/metrics.h>
#include <aspic/reporting/status_json.h>
#include <aspic/site/status_page.h>

namespace aspic {

namespace {

constexpr std::string_view page_path = "/_status";
constexpr std::string_view json_path = "/_status.json";
constexpr std::string_view metrics_path = "/_metrics";

bool is_status(std::string_view path)
{
    return path == page_path || path == json_path || path == metrics_path;
}

}  // namespace

StatusDoor::StatusDoor(const SessionKeeper& sessions, std::filesystem::path data,
                       StatusAccess access)
    : sessions_{sessions}, data_{std::move(data)}, access_{std::move(access)}
{
}

bool StatusDoor::admits(const Request& request) const
{
    if (!access_.is_open() || !is_status(request.path())) return false;
    const bool is_known_address = std::any_of(
        access_.addresses.begin(), access_.addresses.end(),
        [&](const AddressRange& one) { return one.contains(request.remote_address()); });
    return is_known_address || has_token(request) || sessions_.is_developer(request);
}

// Takes the same time for every wrong token of this length.
bool StatusDoor::has_token(const Request& request) const
{
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view field = request.header("Authorization").value_or("");
    if (access_.token.empty() || !equal_ignoring_case(field.substr(0, scheme.size()), scheme))
        return false;
    const std::string_view sent = field.substr(scheme.size());
    return sent.size() == access_.token.size() &&
           sodium_memcmp(sent.data(), access_.token.data(), sent.size()) == 0;
}

Response StatusDoor::answer(const Request& request) const
{
    Response response;
    if (request.path() == page_path) {
        response = status_page();
    } else {
        const SiteStatus status = read_site_status(data_);
        response = request.path() == json_path ? content("application/json", to_json(status) + '\n')
                                               : content(metrics_type, to_metrics(status));
    }
    response.headers.set("Cache-Control", "private, no-store");
    return response;
}

}  // namespace aspic
