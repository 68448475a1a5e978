#include <aspic/site/application.h>

#include <exception>
#include <utility>
#include <variant>

#include <aspic/http/cache_control.h>
#include <aspic/http/errors.h>
#include <aspic/http/security_fields.h>
#include <aspic/reporting/log.h>
#include <aspic/sessions/cross_site_guard.h>
#include <aspic/site/application_rendering.h>
#include <aspic/site/error_pages.h>
#include <aspic/site/live_answer.h>

namespace aspic {

namespace {

constexpr const char* retry_after = "2";  // seconds

std::vector<std::string> patterns_of(const ViewTable& views)
{
    std::vector<std::string> patterns;
    for (const Route& route : views.routes())
        patterns.emplace_back(route.pattern.text);
    return patterns;
}

RenderedAnswer method_not_allowed(Methods allowed, const Templates& templates)
{
    RenderedAnswer rendered =
        render_error(405, "This page does not support this method.", templates);
    rendered.headers.set("Allow", allowed.allow_field());
    return rendered;
}

Response options_response(Methods allowed)
{
    Response response{.status = 204};
    response.headers.set("Allow", allowed.with(Method::options).allow_field());
    add_security_fields(response.headers);
    return response;
}

// A redirect refuses them: in a path, browsers read "\" as "/". A query may hold them.
std::string without_backslashes(std::string_view query)
{
    std::string text;
    for (const char c : query) {
        if (c == '\\') {
            text += "%5C";
        } else {
            text += c;
        }
    }
    return text;
}

Answer to_answer(Result result)
{
    return std::visit(
        [](auto&& one) -> Answer {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(one)>, Recipe>) {
                throw std::logic_error{"a recipe is no answer"};
            } else {
                return std::forward<decltype(one)>(one);
            }
        },
        std::move(result));
}

}  // namespace

Application::Application(const Site& site, ApplicationSettings settings, SessionKeeper sessions,
                         const std::function<CacheParts(const std::string&)>& make_parts)
    : settings_{std::move(settings)},
      views_{site.routes()},
      sessions_{std::move(sessions)},
      slots_{views_.routes().size() + 1}
{
    first_rendering_ = std::make_unique<const Rendering>(views_, settings_);
    CacheParts parts = make_parts(first_rendering_->templates.version());
    cache_ = std::make_unique<PageCache>(std::move(parts.shared), std::move(parts.log),
                                         patterns_of(views_), settings_.cache);
}

Application::~Application() = default;

const Application::Rendering& Application::rendering() const
{
    if (!settings_.debug) return *first_rendering_;
    const std::lock_guard lock{reloading_};
    const Rendering& last =
        newer_renderings_.empty() ? *first_rendering_ : *newer_renderings_.back();
    if (!last.templates.changed_on_disk()) return last;
    return *newer_renderings_.emplace_back(std::make_unique<const Rendering>(views_, settings_));
}

WireResponse Application::refuse(int status, std::string_view explanation) const
{
    const PurgeScope purges = cache_->purge_scope();
    RequestSource source;
    source.target = "/";
    Request nobody{std::move(source), Target{}};
    const Rendering& current = *first_rendering_;
    RenderedAnswer rendered = render_error(status, explanation, current.templates);
    if (status == 503) rendered.headers.set("Retry-After", retry_after);
    return personal(std::move(rendered), nobody, current, not_cached);
}

WireResponse Application::answer(RequestSource source) const
{
    const PurgeScope purges = cache_->purge_scope();
    auto target = Target::parse(source.target);
    if (!target) return refuse(400, "The address of this request is malformed.");
    if (!target->remove_mount(settings_.mount)) {
        return refuse(404, "This application serves only the paths below " + settings_.mount + ".");
    }
    Request request{std::move(source), std::move(*target), settings_.most_parameters};
    request.open_session_by([this](const Request& visitor) { return sessions_.open(visitor); });
    const Rendering* current = first_rendering_.get();
    try {
        current = &rendering();
        return respond(request, *current);
    } catch (...) {
        return personal(render_failure(std::current_exception(), request.path(), *current), request,
                        *current, not_cached);
    }
}

WireResponse Application::respond(Request& request, const Rendering& rendering) const
{
    if (!from_this_site(request))
        throw Forbidden{"This form was sent from another site, so it was not accepted."};
    const bool is_live = request.path() == live_path;
    const bool is_ours = is_live || is_xray(request.segments());
    const auto found = views_.find(request.segments());
    if (!is_ours && !found) return unmatched(request, rendering);

    const Methods allowed = is_ours ? Methods{Method::get, Method::head} : found->methods();
    const auto number = is_ours ? std::nullopt : found->route_for(request.method());
    if (!allowed.contains(request.method())) {
        if (request.method() == Method::options) return to_wire(options_response(allowed), false);
        return personal(method_not_allowed(allowed, rendering.templates), request, rendering,
                        not_cached);
    }
    if (is_live) return live(request, rendering);
    if (is_ours) return xray_door(request, rendering);
    if (!views_.routes()[*number].is_cached) return own(*found, *number, request, rendering);
    // The view itself has not run yet; a decorator around it may have answered in its place.
    Result result = views_.routes()[*number].answer(request, found->captures);
    if (const auto* recipe = std::get_if<Recipe>(&result)) {
        return cached({*number, found->captures, request, recipe->policy}, *recipe, request,
                      rendering);
    }
    return personal(render_answer(to_answer(std::move(result)), rendering.templates), request,
                    rendering, not_cached);
}

WireResponse Application::live(Request& request, const Rendering& rendering) const
{
    const auto slot = slots_.take(fragment_work());
    if (!slot) return {.waits_for = fragment_work()};
    // Opened here, because fragments work on copies: what the answer has to say of the cookies, it
    // says. No other answer tells it to a visitor whose pages all come from the cache.
    request.session();
    RenderedAnswer rendered = render_answer(
        live_answer(request, rendering.fragments, settings_.mount), rendering.templates);
    rendered.is_fragment = rendered.status == 200;
    return personal(std::move(rendered), request, rendering, not_cached);
}

WireResponse Application::own(const ViewTable::Found& found, std::size_t number, Request& request,
                              const Rendering& rendering) const
{
    const auto slot = slots_.take(number);
    if (!slot) return {.waits_for = number};
    const Route& route = views_.routes()[number];
    RenderedAnswer rendered =
        render_answer(to_answer(route.answer(request, found.captures)), rendering.templates);
    if (route.private_lifetime) keep_privately(rendered.headers, *route.private_lifetime);
    // RFC 9111, section 4.4: what was changed here is not to be seen as it was before.
    if (!is_safe(request.method()) && rendered.status < 400 && found.has_cached_route())
        purge(by_path(request.path()));
    return personal(std::move(rendered), request, rendering, not_cached);
}

// "/man/1/" and "/man/1" are one page: where only the other spelling is there, the client is sent
// to it.
WireResponse Application::unmatched(Request& request, const Rendering& rendering) const
{
    std::vector<std::string> segments = request.segments();
    if (!segments.empty() && segments.back().empty() && is_safe(request.method())) {
        segments.pop_back();
        if (views_.find(segments)) {
            std::string url = settings_.mount + std::string{request.path()};
            url.pop_back();
            if (!request.raw_query().empty()) url += '?' + without_backslashes(request.raw_query());
            return personal(render_answer(redirect(url, 308), rendering.templates), request,
                            rendering, not_cached);
        }
    }
    throw NotFound{"There is no page at this address."};
}

RenderedAnswer Application::render_failure(const std::exception_ptr& failure, std::string_view path,
                                           const Rendering& rendering) const
{
    try {
        std::rethrow_exception(failure);
    } catch (const HttpError& error) {
        if (error.status() < 400 || error.status() > 599) {
            log(LogLevel::error, "a view threw an error whose status is not from 400 to 599",
                {{"path", std::string{path}},
                 {"status", std::to_string(error.status())},
                 {"why", error.what()}});
            return render_error(500, own_fault, rendering.templates);
        }
        RenderedAnswer rendered = render_error(error.status(), error.what(), rendering.templates);
        if (const auto time = error.retry_after(); time.count() > 0)
            rendered.headers.set("Retry-After", std::to_string(time.count()));
        return rendered;
    } catch (const std::exception& error) {
        log(LogLevel::error, "a request failed",
            {{"path", std::string{path}}, {"why", error.what()}});
        return render_error(500, settings_.debug ? error.what() : own_fault, rendering.templates);
    } catch (...) {
        log(LogLevel::error, "a request failed",
            {{"path", std::string{path}},
             {"why", "a view threw something that is not a std::exception"}});
        return render_error(500, own_fault, rendering.templates);
    }
}

}  // namespace aspic
