#include <aspic/site/application_destination.h>

#include <string>
#include <utility>

#include <aspic/site/request_guards.h>

namespace aspic {

Application::Destination Application::destination_of(const Request& request) const
{
    using Kind = Destination::Kind;
    constexpr Methods reading{Method::get, Method::head};
    if (request.path() == live_path)
        return {.kind = Kind::live, .allowed = reading, .work = slots_.fragments()};
    if (status_.admits(request)) return {.kind = Kind::status, .allowed = reading};
    if (dictionary_ && request.path() == dictionary_->path())
        return {.kind = Kind::dictionary, .allowed = reading};
    if (is_xray(request.segments())) return {.kind = Kind::xray, .allowed = reading};
    Destination to{.found = views_.find(request.segments())};
    if (!to.found) return to;
    to.kind = Kind::route;
    to.allowed = to.found->methods();
    if (request.method() == Method::other && is_for_no_view(request.method_name())) return to;
    if (const auto number = to.found->route_for(request.method())) {
        to.number = *number;
        to.route = &views_.routes()[*number];
        if (!to.route->is_cached()) to.work = number;
    }
    return to;
}

const Route* Application::find_route(std::string_view method, std::string_view target) const
{
    auto parsed = Target::parse(target);
    if (!parsed || !parsed->remove_mount(settings_.mount)) return nullptr;
    RequestSource source;
    source.target = target;
    source.method_name = method;
    source.method = parse_method(method);
    const Request request{std::move(source), std::move(*parsed), settings_.most_parameters};
    return destination_of(request).route;
}

std::string Application::route_of(std::string_view method, std::string_view target) const
{
    const Route* const route = find_route(method, target);
    return route == nullptr ? std::string{} : std::string{route->pattern.text};
}

std::optional<std::size_t> Application::most_body(std::string_view method,
                                                  std::string_view target) const
{
    const Route* const route = find_route(method, target);
    return route == nullptr ? std::nullopt : route->most_body;
}

}  // namespace aspic
