#include <aspic/site/personal_answers.h>

#include <map>
#include <string>
#include <utility>

#include <aspic/http/cache_control.h>
#include <aspic/http/conditional_response.h>
#include <aspic/http/errors.h>
#include <aspic/http/hop_by_hop.h>
#include <aspic/http/security_fields.h>
#include <aspic/http/targeted_field.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/rendering/head_template.h>
#include <aspic/reporting/log.h>
#include <aspic/site/error_pages.h>
#include <aspic/site/rendered_fragments.h>

namespace aspic {

namespace {

std::string with_elements(Rendered content, const RenderedFragments& rendered_fragments,
                          std::string_view visitor, std::string end)
{
    std::map<std::string, std::string> elements{{std::string{end_of_page}, std::move(end)}};
    for (const auto& [fragment, rendered_fragment] : rendered_fragments)
        elements[fragment] = element_of(fragment, rendered_fragment, "", visitor);
    return fill_holes(std::move(content),
                      [&](const std::string& name) -> const std::string& { return elements[name]; })
        .html;
}

// If the first piece of a body fails, the answer is an error page: its head is not sent yet.
WireResponse with_first_piece(WireResponse wire)
{
    if (!wire.source) return wire;
    if (auto first = wire.source->next()) {
        wire.own_body = std::move(*first);
    } else {
        wire.source.reset();
    }
    return wire;
}

// An error page that no template has made has no place for scripts.
void add_dev(const std::string& element, RenderedAnswer& rendered, std::string& end)
{
    const bool is_html = rendered.headers.get("Content-Type").value_or("").starts_with("text/html");
    if (has_end(rendered.content.holes))
        end += element;
    else if (rendered.status >= 400 && is_html && !rendered.is_fragment)
        rendered.content.html += element;
}

// True if another cache may keep the answer, by what the view says or by a reading of it. They must
// not keep one that has a visitor's fragments or cookies.
bool lets_others_keep(const CacheControl& control)
{
    return control.is_malformed || (!control.is_wholly_private && !control.forbids_storing());
}

}  // namespace

PersonalAnswers::PersonalAnswers(const SessionKeeper& sessions, const XrayDoor& xray,
                                 WorkSlots& slots, Settings settings)
    : sessions_{sessions},
      xray_{xray},
      slots_{slots},
      settings_{std::move(settings)},
      dev_{settings_.dev}
{
}

RenderedAnswer PersonalAnswers::failure(const std::exception_ptr& failure, const Request& request,
                                        const Rendering& rendering, const SetValues& for_all_pages,
                                        const Inputs* reads) const
{
    RenderedAnswer made = render_failure(failure, request, rendering.templates, for_all_pages);
    if (settings_.debug_pages != nullptr)
        made = settings_.debug_pages->explain(std::move(made), failure, request, reads);
    return with_fields(std::move(made));
}

RenderedAnswer PersonalAnswers::with_fields(RenderedAnswer rendered) const
{
    constexpr std::string_view policy = "Content-Security-Policy";
    const bool is_html = rendered.is_page || rendered.is_fragment;
    if (is_html && !settings_.content_security_policy.empty() && !rendered.headers.has(policy))
        rendered.headers.set(policy, settings_.content_security_policy);
    // A 304 to the page cache changes only the fields that its view names.
    if (rendered.status != 304) add_security_fields(rendered.headers);
    remove_hop_by_hop_fields(rendered.headers);
    if (const std::string removed = remove_front_end_files(rendered.headers); !removed.empty()) {
        log(LogLevel::warning,
            "a field was removed from an answer, because the front end would send any file that it "
            "names; a view returns a File instead (--x-sendfile)",
            {{"field", removed}});
    }
    return rendered;
}

RenderedAnswer PersonalAnswers::not_stored(const std::exception& error, const Request& request,
                                           const Rendering& rendering) const
{
    const SetValues for_all_pages = rendering.values_for(request);
    const auto* refusal = dynamic_cast<const HttpError*>(&error);
    RenderedAnswer made = refusal != nullptr
                              ? render_http_error(*refusal, rendering.templates, for_all_pages)
                              : render_error(500, own_fault, rendering.templates, for_all_pages);
    if (settings_.debug_pages == nullptr) return made;
    return settings_.debug_pages->explain(std::move(made), std::current_exception(), request,
                                          nullptr);
}

WireResponse PersonalAnswers::make(RenderedAnswer rendered, Request& request,
                                   const Rendering& rendering,
                                   const CacheStatus& cache_status) const
{
    const Fragments& fragments = rendering.fragments;
    const std::string page = page_address(request.path(), request.raw_query());
    fill_request_id(rendered, request);
    rendered = in_preferred_form(with_fields(std::move(rendered)), request);
    const bool has_fragments = names_fragments(rendered.content.holes);
    // The session is opened once here, because each fragment works on a copy.
    if (has_fragments) request.session();
    // Only an error page that no view has made comes here without a slot. If no slot is free, it
    // shows no fragments and does not wait.
    const auto slot = has_fragments ? slots_.take(slots_.fragments()) : std::nullopt;
    // A visitor with a session never sees the guest's form; a guest without one sees only that.
    const auto without_fragment = [&](const Hole& hole) -> RenderedFragment {
        if (!request.session().is_empty())
            return failed_fragment(rendered.content.html, hole.fragment);
        auto guest = slot ? fragments.for_guest(hole.fragment, page, request.id()) : std::nullopt;
        return {.made = {.html = std::move(guest).value_or("")}, .state = HoleState::failed};
    };
    RenderedFragments rendered_fragments =
        fill(rendered.content.holes, [&](const Hole& hole) -> RenderedFragment {
            if (!slot) return without_fragment(hole);
            std::exception_ptr failure;
            if (auto made = fragments.for_visitor(request, hole.fragment, page, &failure))
                return for_this_answer(std::move(*made), "");
            if (settings_.debug_pages == nullptr) return without_fragment(hole);
            RenderedFragment failed = failed_fragment(rendered.content.html, hole.fragment);
            failed.made.html += settings_.debug_pages->explain_fragment(failure, hole.fragment);
            return failed;
        });
    const std::size_t fields_before = rendered.headers.size();
    std::string visitor;
    try {
        visitor = sessions_.write_back(request, rendered.headers);
    } catch (const std::exception& error) {
        log(LogLevel::error, "a session could not be stored",
            {{"path", std::string{request.path()}},
             {"request", std::string{request.id()}},
             {"why", error.what()}});
        rendered = with_fields(not_stored(error, request, rendering));
        fill_request_id(rendered, request);
        rendered = in_preferred_form(std::move(rendered), request);
        rendered_fragments = fill(rendered.content.holes, without_fragment);
    }
    if (has_purged_on_this_thread()) sessions_.mark_change(request, rendered.headers);
    const bool shows_messages =
        request.opened_session() != nullptr && request.opened_session()->has_shown_flash();
    if (rendered.is_page && !is_safe(request.method()))
        forbid_asking_again(rendered.content.html);
    else if (rendered.is_page && shows_messages)
        ask_again_only_by_back(rendered.content.html);
    const auto script = has_end(rendered.content.holes) ? xray_.script(request) : std::nullopt;
    const std::string status = cache_status.to_text();
    std::string end;
    if (script) {
        const XrayPage seen{.status = status,
                            .path = std::string{request.path()},
                            .bytes = rendered.content.html.size()};
        end = xray_elements(to_json(seen, xray_fragments(rendered_fragments)), *script);
    }
    if (dev_.is_open()) add_dev(dev_.element(request.method()), rendered, end);
    const bool is_fragment = rendered.is_fragment;
    const bool has_new_cookies = rendered.headers.size() != fields_before;
    const bool is_private_by_default =
        !rendered.keeps_cache_fields &&
        (rendered.headers.has("Set-Cookie") || !rendered.headers.has("Cache-Control"));
    Response response{.status = rendered.status,
                      .headers = std::move(rendered.headers),
                      .body = with_elements(std::move(rendered.content), rendered_fragments,
                                            visitor, std::move(end)),
                      .source = std::move(rendered.source)};
    const bool is_own = has_fragments || is_fragment || has_new_cookies || is_private_by_default;
    // The view's validators do not cover what the fragments show.
    if (has_fragments || script) {
        response.headers.remove("ETag");
        response.headers.remove("Last-Modified");
    }
    // X-ray's data is right only at this moment, so not even the developer's browser may use it
    // again.
    const CacheControl control = CacheControl::of(response.headers);
    const bool is_passing = script && (control.is_malformed || !control.forbids_storing());
    if (is_passing || (is_own && lets_others_keep(control))) make_private(response.headers);
    if (shows_messages) forbid_storing(response.headers);
    // Not if another cache may keep the answer: it would show one visitor's id to others.
    if (response.status >= 500 && !lets_others_keep(CacheControl::of(response.headers)))
        response.headers.set("X-Request-Id", request.id());
    response.headers.remove(own_targeted_field);
    response.headers.set("Cache-Status", status);
    return with_first_piece(to_wire(std::move(response), request, settings_.front_end_files));
}

}  // namespace aspic
