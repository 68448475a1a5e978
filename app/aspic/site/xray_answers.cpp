// The part of Application that lets developers in, and out.

#include <string>
#include <utility>

#include <aspic/http/errors.h>
#include <aspic/site/application_rendering.h>

namespace aspic {

std::optional<std::string> Application::xray_script(const Request& request) const
{
    if (!settings_.debug && !sessions_.is_developer(request)) return {};
    return settings_.static_files.url("aspic/xray.js");
}

WireResponse Application::xray_door(Request& request, const Rendering& rendering) const
{
    const auto& segments = request.segments();
    const std::string_view pass = segments.size() == 2 ? std::string_view{segments[1]} : "";
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
    return personal(render_answer(std::move(response), rendering.templates), request, rendering,
                    not_cached);
}

}  // namespace aspic
