#include <aspic/site/application.h>

#include <exception>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/errors.h>
#include <aspic/http/host_syntax.h>
#include <aspic/http/security_fields.h>
#include <aspic/http/site_url.h>
#include <aspic/http/target_origin.h>
#include <aspic/jobs/job_scope.h>
#include <aspic/site/application_destination.h>
#include <aspic/site/changed_targets.h>
#include <aspic/site/error_pages.h>
#include <aspic/site/live_answer.h>
#include <aspic/site/rendering_watch.h>
#include <aspic/site/request_guards.h>

namespace aspic {

namespace {

constexpr const char* retry_after = "2";  // seconds
constexpr const char* unknown_method = "This server does not support this method.";

CacheStatus not_cached()
{
    return CacheStatus::forwarded(Forward::bypass);
}

// A function around the site may read parameters of which the pages do not know.
PageCacheSettings cache_settings(PageCacheSettings settings, const std::vector<Around>& arounds)
{
    settings.no_vary_search = settings.no_vary_search && arounds.empty();
    return settings;
}

std::string dictionary_address(const ApplicationSettings& settings)
{
    const auto& dictionary = settings.cache.dictionary;
    return dictionary ? settings.mount + dictionary_path(*dictionary) : "";
}

std::vector<std::string> patterns_of(const ViewTable& views)
{
    std::vector<std::string> patterns;
    for (const Route& route : views.routes())
        patterns.emplace_back(route.pattern.text);
    return patterns;
}

Response options_response(Methods allowed)
{
    Response response{.status = 204};
    response.headers.set("Allow", allowed.with(Method::options).allow_field());
    add_security_fields(response.headers);
    return response;
}

// A query may contain backslashes, but a redirect refuses them: in a path, browsers read "\" as
// "/".
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

}  // namespace

Application::Application(const Site& site, ApplicationSettings settings, SessionKeeper sessions,
                         const std::function<CacheParts(const std::string&)>& make_parts)
    : settings_{std::move(settings)},
      views_{site.routes()},
      arounds_{site.arounds()},
      sessions_{std::move(sessions)},
      open_session_{[this](const Request& visitor) { return sessions_.open(visitor); }},
      slots_{views_.routes().size() + 1},
      renderings_{views_,
                  {.templates = settings_.templates,
                   .static_files = settings_.static_files,
                   .static_directory = settings_.static_directory,
                   .head = {.live_address = settings_.mount + std::string{live_path},
                            .cookie_prefix = sessions_.cookies().prefix(),
                            .dictionary_address = dictionary_address(settings_)},
                   .slow_fragment = settings_.slow_fragment,
                   .page_values = site.page_values(),
                   .follows_changes = settings_.debug}},
      xray_{sessions_,
            {.static_files = settings_.static_files,
             .mount = settings_.mount,
             .is_open = settings_.debug}},
      status_{sessions_, settings_.data, settings_.status},
      dev_{{.state = settings_.dev_state, .mount = settings_.mount}},
      dictionary_{settings_.cache.dictionary ? std::make_optional<DictionaryDoor>(
                                                   settings_.cache.dictionary, settings_.mount)
                                             : std::nullopt},
      debug_pages_{settings_.debug ? std::make_optional<DebugPages>(views_, settings_.mount)
                                   : std::nullopt},
      personal_{sessions_,
                xray_,
                slots_,
                {.content_security_policy = settings_.content_security_policy,
                 .debug_pages = debug_pages_ ? &*debug_pages_ : nullptr,
                 .front_end_files = settings_.front_end_files,
                 .dev = {.state = settings_.dev_state, .mount = settings_.mount}}},
      assembled_{sessions_, xray_}
{
    CacheParts parts = make_parts(renderings_.last()->templates.version());
    cache_ = std::make_unique<PageCache>(
        std::move(parts.shared), std::move(parts.log), patterns_of(views_),
        cache_settings(settings_.cache, arounds_), std::move(parts.mirror));
    cached_ = std::make_unique<const CachedAnswers>(
        CachedAnswers::Parts{views_, *cache_, slots_, jobs_, renderings_, personal_, assembled_},
        CachedAnswers::Settings{.debug = settings_.debug,
                                .slow_view = settings_.slow_view,
                                .most_parameters = settings_.most_parameters});
}

Application::~Application() = default;

WireResponse Application::refuse(int status, std::string_view explanation, std::string_view accept,
                                 std::string_view id) const
{
    const MountScope mount{settings_.mount};
    const PurgeScope purges = cache_->purge_scope();
    RequestSource source;
    source.target = "/";
    source.id = id;
    source.fields.emplace_back("Accept", accept);
    Request nobody{std::move(source), Target{}};
    const RenderingPtr rendering = renderings_.last();
    RenderedAnswer rendered =
        render_error(status, explanation, rendering->templates, rendering->values_for(nobody));
    if (debug_pages_) rendered = debug_pages_->explain_refusal(std::move(rendered), explanation);
    if (status == 503) rendered.headers.set("Retry-After", retry_after);
    return personal_.make(std::move(rendered), nobody, *rendering, not_cached());
}

WireResponse Application::answer(RequestSource& source) const
{
    const MountScope mount{settings_.mount};
    const PurgeScope purges = cache_->purge_scope();
    const auto refused = [&](int status, std::string_view explanation) {
        return refuse(status, explanation, source.field("Accept").value_or(""), source.id);
    };
    if (source.method == Method::other && !syntax::is_token(source.method_name))
        return refused(400, "The method of this request is malformed.");
    if (!is_host(source.host)) return refused(400, "The host of this request is malformed.");
    auto target = Target::parse(source.target);
    // The target of CONNECT is not a path (RFC 9112, section 3.2.3).
    if (!target && is_for_no_view(source.method_name)) return refused(501, unknown_method);
    if (!target) return refused(400, "The address of this request is malformed.");
    if (!target->remove_mount(settings_.mount)) {
        return refused(404,
                       "This application serves only the paths below " + settings_.mount + ".");
    }
    Request request{source, std::move(*target), settings_.most_parameters};
    request.open_session_by(open_session_);
    if (dictionary_ && dictionary_->may_be_used(request)) request.note_dictionary();
    // Answered without the templates, which may be wrong just now.
    if (dev_.admits(request)) {
        return to_wire(dev_.answer(request, [this] { return renderings_.why_not_current(); }),
                       request.method() == Method::head);
    }
    return answer(request);
}

WireResponse Application::answer(Request& request) const
{
    Reached reached;
    WireResponse wire = respond_or_fail(request, reached);
    wire.route = reached.route;
    wire.work = reached.work;
    return wire;
}

WireResponse Application::respond_or_fail(Request& request, Reached& reached) const
{
    RenderingPtr rendering;
    try {
        rendering = renderings_.current();
        return respond_with_jobs(request, *rendering, reached);
    } catch (...) {
        if (!rendering) rendering = renderings_.last();
        forget_hidden_session(request);
        return personal_.make(personal_.failure(std::current_exception(), request, *rendering),
                              request, *rendering, not_cached());
    }
}

WireResponse Application::respond_with_jobs(Request& request, const Rendering& rendering,
                                            Reached& reached) const
{
    JobScope jobs{jobs_, request};
    WireResponse wire = respond(request, rendering, reached);
    // A request that waits runs again from its start.
    if (wire.is_answer()) jobs.keep();
    return wire;
}

WireResponse Application::respond(Request& request, const Rendering& rendering,
                                  Reached& reached) const
{
    const Destination to = destination_of(request);
    if (to.route != nullptr || to.kind == Destination::Kind::live) reached.route = to.pattern();
    // An unknown method that no view takes gets a 404 or 501, wherever it comes from.
    const bool may_change = request.method() != Method::other || to.route != nullptr;
    if (may_change) refuse_other_sites(request, to.route);
    std::optional<WorkSlots::Slot> slot;
    if (to.work && !(slot = slots_.take(*to.work))) return {.waits_for = to.work};
    std::optional<RenderingWatch> watch;
    if (to.work) watch.emplace(to.pattern(), request, counters(), settings_.slow_view);
    // The outermost function around the site is called first. Each calls the next one as view().
    // NOLINTNEXTLINE(misc-no-recursion): as deep as the site says
    const auto call = [&](const auto& self, std::size_t depth) -> Result {
        if (depth == arounds_.size()) return run(request, to, rendering);
        const auto rest = [&] { return self(self, depth + 1); };
        return arounds_[depth](request, NextView{rest});
    };
    Result result = call(call, 0);
    refuse_hidden_session(request);
    reached.work = to.number;
    return finish(std::move(result), request, to, rendering);
}

Result Application::run(Request& request, const Destination& to, const Rendering& rendering) const
{
    using Kind = Destination::Kind;
    if (to.kind == Kind::none) return unmatched(request);
    const bool is_allowed = to.allowed.contains(request.method());
    if (!is_allowed || (to.kind == Kind::route && to.route == nullptr)) {
        if (request.method() == Method::options) return options_response(to.allowed);
        // RFC 9110, section 9.1. No path answers TRACE or CONNECT, so they are 501 too.
        if (request.method() == Method::other) throw NotImplemented{unknown_method};
        throw MethodNotAllowed{to.allowed};
    }
    if (to.kind == Kind::xray) return xray_.open(request);
    if (to.kind == Kind::status) return status_.answer(request);
    if (to.kind == Kind::dictionary) return dictionary_->answer(request);
    if (to.kind == Kind::live) {
        // The session is opened here, because fragments work on copies. So this answer can set its
        // cookies. For a visitor whose pages all come from the cache, no other answer can.
        // If it cannot be read, the guest's forms would be wrong for this visitor.
        if (request.session().cookie().is_unavailable)
            throw Unavailable{"The store of sessions does not answer. Try again."};
        return live_answer(request, rendering.fragments, settings_.mount,
                           debug_pages_ ? &*debug_pages_ : nullptr);
    }
    const Captures& captures = to.found->captures;
    if (to.route->is_fragment) request.limit_session(SessionUse::fragment);
    if (!to.route->is_cached()) {
        refuse_body(request, *to.route);
        const TimeIn in_view{TimePart::view};
        return to.route->answer(request, captures);
    }
    return to.route->gate ? to.route->gate(request, captures) : FromCache{};
}

WireResponse Application::send_cached(const FromCache& from_cache, Request& request,
                                      const Destination& to, const Rendering& rendering) const
{
    WireResponse wire =
        cached_->answer({to.number, *to.route, to.found->captures}, request, rendering);
    if (wire.is_answer()) set_fields(wire, from_cache.fields());
    return wire;
}

WireResponse Application::finish(Result result, Request& request, const Destination& to,
                                 const Rendering& rendering) const
{
    const FromCache* from_cache = result.from_cache();
    if (from_cache != nullptr && to.route != nullptr && to.route->is_cached())
        return send_cached(*from_cache, request, to, rendering);
    const Headers fields = result.fields();
    RenderedAnswer rendered = render_answer(std::move(result).answer(), rendering.templates,
                                            rendering.values_for(request));
    for (const auto& [name, value] : fields)
        rendered.headers.set(name, value);
    if (to.kind == Destination::Kind::live) rendered.is_fragment = rendered.status == 200;
    if (to.route != nullptr && rendered.is_fragment && to.route->private_lifetime)
        keep_privately(rendered.headers, *to.route->private_lifetime);
    // RFC 9111, section 4.4: a changed page must not be served as it was before.
    // If a decorator answered in place of the view, nothing was changed.
    if (!is_safe(request.method()) && rendered.status < 400 && request.has_reached_view()) {
        for (const Target& changed : changed_targets(request, rendered, settings_.mount)) {
            const auto found = views_.find(changed.segments());
            if (found && found->has_cached_route()) purge(by_path(changed.path));
        }
    }
    return personal_.make(std::move(rendered), request, rendering, not_cached());
}

std::vector<std::string> Application::template_warnings() const
{
    return renderings_.last()->templates.warnings();
}

MadePage Application::make_page(std::string_view target) const
{
    const MountScope mount{settings_.mount};
    auto parsed = Target::parse(target);
    if (!parsed) return {400, not_cached()};
    if (!parsed->remove_mount(settings_.mount)) return {404, not_cached()};
    RequestSource source;
    source.target = target;
    const TargetOrigin origin = origin_of_target(target);
    source.scheme = origin.scheme;
    source.host = origin.host;
    const Request request{std::move(source), std::move(*parsed), settings_.most_parameters};
    try {
        const Destination to = destination_of(request);
        if (to.kind == Destination::Kind::none) return {unmatched(request).status, not_cached()};
        if (to.route != nullptr && to.route->is_cached())
            return cached_->make({to.number, *to.route, to.found->captures}, request);
        return {to.allowed.contains(Method::get) ? 200 : 405, not_cached()};
    } catch (...) {
        const RenderingPtr rendering = renderings_.last();
        return {personal_.failure(std::current_exception(), request, *rendering).status,
                not_cached()};
    }
}

// "/man/1/" and "/man/1" are one page: if only the other spelling has a route, the client is
// redirected to it.
Response Application::unmatched(const Request& request) const
{
    const auto segments = request.segments();
    if (!segments.empty() && segments.back().empty() && is_safe(request.method())) {
        if (views_.find(segments.first(segments.size() - 1))) {
            std::string url = settings_.mount + std::string{request.path()};
            url.pop_back();
            if (!request.raw_query().empty()) url += '?' + without_backslashes(request.raw_query());
            return redirect(url, 308);
        }
    }
    throw NoRoute{};
}

}  // namespace aspic
