#include <aspic/site/dev_door.h>

#include <fstream>
#include <iterator>

#include <aspic/base/json.h>
#include <aspic/rendering/browser_files.h>
#include <aspic/rendering/escape.h>

namespace aspic {

namespace {

std::string_view without_port(std::string_view host)
{
    const std::size_t colon = host.rfind(':');
    const bool is_in_address = host.find(']') != std::string_view::npos && host.ends_with(']');
    return colon == std::string_view::npos || is_in_address ? host : host.substr(0, colon);
}

struct DevState {
    std::string seen;
    std::string json;
};

DevState read_dev_state(const std::filesystem::path& file)
{
    DevState state;
    std::ifstream in{file, std::ios::binary};
    std::getline(in, state.seen);
    std::getline(in, state.json);
    return state;
}

}  // namespace

std::string dev_element(std::string_view mount, std::string_view seen, bool answers_form)
{
    return R"(<script defer src=")" + escape_html(std::string{mount}) +
           std::string{dev_script_path} + R"(" data-seen=")" + escape_html(std::string{seen}) +
           (answers_form ? R"(" data-answers="form"></script>)" : R"("></script>)");
}

std::string dev_json(std::string_view state, std::string_view why_no_templates)
{
    return R"({"state":)" + (state.empty() ? std::string{"null"} : std::string{state}) +
           R"(,"templates":)" + json_string(why_no_templates) + "}\n";
}

bool is_local(std::string_view remote_address, std::string_view host)
{
    const std::string_view name = without_port(host);
    return (remote_address == "127.0.0.1" || remote_address == "::1") &&
           (name == "127.0.0.1" || name == "[::1]" || name == "localhost" ||
            name.ends_with(".localhost"));
}

bool DevDoor::admits(const Request& request) const
{
    return is_open() && (request.path() == dev_path || request.path() == dev_script_path) &&
           is_safe(request.method()) && is_local(request.remote_address(), request.host());
}

Response DevDoor::answer(const Request& request,
                         const std::function<std::string()>& why_no_templates) const
{
    Response response =
        request.path() == dev_path
            ? content("application/json",
                      dev_json(read_dev_state(settings_.state).json, why_no_templates()))
            : content("text/javascript; charset=utf-8", std::string{reload_script()});
    response.headers.set("Cache-Control", "no-store");
    return response;
}

std::string DevDoor::element(Method method) const
{
    if (!is_open()) return {};
    return dev_element(settings_.mount, read_dev_state(settings_.state).seen, !is_safe(method));
}

}  // namespace aspic
