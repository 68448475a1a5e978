#include <aspic/site/xray_door.h>

#include <string_view>
#include <utility>

#include <aspic/http/errors.h>
#include <aspic/site/view_table.h>

namespace aspic {

XrayDoor::XrayDoor(const SessionKeeper& sessions, Settings settings)
    : sessions_{sessions}, settings_{std::move(settings)}
{
}

std::optional<std::string> XrayDoor::script(const Request& request) const
{
    if (!settings_.is_open && !sessions_.is_developer(request)) return {};
    return settings_.static_files.url("aspic/xray.js");
}

Response XrayDoor::open(const Request& request) const
{
    const auto segments = request.segments();
    const std::string_view pass = segments.size() == 2 ? segments[1] : "";
    Response response = redirect(settings_.mount + '/');
    response.headers.set("Cache-Control", "private, no-store");
    if (pass == xray_off) {
        sessions_.dismiss_developer(request, response.headers);
    } else if (!sessions_.admit_developer(request, pass, response.headers)) {
        throw Forbidden{
            "This link is not valid, or it has expired. The command `aspic-site developer` prints "
            "a new one, on the machine that serves the "
            "site."};
    }
    return response;
}

}  // namespace aspic
