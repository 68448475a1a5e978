// The part of Application that makes one visitor's own answer: a page that is not shared with its
// fragments in place, or a page from the cache assembled for him.

#include <map>
#include <string>
#include <utility>

#include "caching/assembling.h"
#include "http/cache_control.h"
#include "rendering/hole_element.h"
#include "reporting/log.h"
#include "sessions/live_cookie.h"
#include "site/application_rendering.h"
#include "site/error_pages.h"

namespace aspic {

namespace {

// What stands in a hole, before it is known for which live version.
struct Filling {
    std::string html;
    std::string hash{};
    std::chrono::seconds keep{0};
    HoleState state = HoleState::filled;
};
using Fillings = std::map<std::string, Filling>;

std::string element_of(const std::string& fragment, const Filling& filling, std::string_view key,
                       std::string_view visitor)
{
    HoleElement element{.fragment = fragment, .content = filling.html, .key = key};
    if (!visitor.empty()) {
        element.visitor = visitor;
        element.hash = filling.hash;
        element.keep = filling.keep;
        element.state = filling.state;
    }
    return to_html(element);
}

Filling filling_of(MadeFragment made)
{
    return {.html = std::move(made.html), .hash = std::move(made.hash), .keep = made.keep};
}

Fillings fill(const Rendered& content, const std::function<Filling(const std::string&)>& fragment)
{
    Fillings fillings;
    for (const Hole& hole : content.holes) {
        if (hole.fragment != end_of_page && !fillings.contains(hole.fragment))
            fillings[hole.fragment] = fragment(hole.fragment);
    }
    return fillings;
}

std::string with_elements(const Rendered& content, const Fillings& fillings,
                          std::string_view visitor)
{
    std::map<std::string, std::string> elements{{std::string{end_of_page}, ""}};
    for (const auto& [fragment, filling] : fillings)
        elements[fragment] = element_of(fragment, filling, "", visitor);
    return fill_holes(content,
                      [&](const std::string& name) -> const std::string& { return elements[name]; })
        .html;
}

// What holds a visitor's own fragments or cookie is no other's, whatever the view said of caches.
bool lets_others_keep(const Headers& headers)
{
    const auto field = headers.joined("Cache-Control");
    if (!field) return true;
    const CacheControl control = CacheControl::parse(*field);
    return !control.is_private && !control.no_store;
}

void add_vary(Headers& headers, std::string_view name)
{
    std::string vary = headers.joined("Vary").value_or("");
    vary += (vary.empty() ? "" : ", ") + std::string{name};
    headers.set("Vary", vary);
}

}  // namespace

Draft Application::with_policy(Draft draft) const
{
    constexpr std::string_view policy = "Content-Security-Policy";
    if (draft.is_page && !settings_.content_security_policy.empty() && !draft.headers.has(policy))
        draft.headers.set(policy, settings_.content_security_policy);
    return draft;
}

WireResponse Application::personal(Draft draft, Request& request, const Rendering& rendering,
                                   std::string_view cache_status) const
{
    const Fragments& fragments = rendering.fragments;
    const std::string_view page = request.path();
    draft = with_policy(std::move(draft));
    const bool has_fragments = names_fragments(draft.content.holes);
    // Opened once here: each fragment works on a copy.
    if (has_fragments) request.session();
    Fillings fillings = fill(draft.content, [&](const std::string& fragment) -> Filling {
        if (auto made = fragments.for_visitor(request, fragment, page))
            return filling_of(std::move(*made));
        return {.html = fragments.for_guest(fragment, page), .state = HoleState::failed};
    });
    std::string visitor;
    try {
        visitor = sessions_.write_back(request, draft.headers);
    } catch (const std::length_error& error) {
        log(LogLevel::error, "a session does not fit its cookie",
            {{"path", std::string{page}}, {"why", error.what()}});
        draft = with_policy(
            error_draft(500, settings_.debug ? error.what() : own_fault, rendering.templates));
        fillings = fill(draft.content, [&](const std::string& fragment) -> Filling {
            return {.html = fragments.for_guest(fragment, page)};
        });
    }
    Response response{.status = draft.status,
                      .headers = std::move(draft.headers),
                      .body = with_elements(draft.content, fillings, visitor)};
    const bool is_own = has_fragments || response.headers.has("Set-Cookie") ||
                        !response.headers.has("Cache-Control");
    if (is_own && lets_others_keep(response.headers)) {
        response.headers.set("Cache-Control", "private, no-cache");
    }
    response.headers.set("Cache-Status", cache_status);
    return to_wire(std::move(response), request.method() == Method::head);
}

bool Application::is_to_be_assembled(const Entry& entry, const Request& request)
{
    return !entry.snapshot_key.empty() && live_version(request) &&
           !has_snapshot(request, entry.snapshot_key);
}

WireResponse Application::assembled(const Shared& shared, Request& request,
                                    const Rendering& rendering) const
{
    const Entry& entry = *shared.entry;
    request.session();
    // Without script, nobody would ask later for what is left out.
    const bool runs_scripts = request.cookie(snapshots_cookie).has_value();
    std::map<std::string_view, Filling> fillings;
    for (const Hole& hole : entry.holes) {
        if (hole.fragment == end_of_page || fillings.contains(hole.fragment)) continue;
        Filling& filling = fillings[hole.fragment];
        const bool is_later = runs_scripts && rendering.fragments.is_slow(hole.fragment);
        auto made = is_later ? std::nullopt
                             : rendering.fragments.for_visitor(request, hole.fragment, entry.path);
        if (made) {
            filling = filling_of(std::move(*made));
        } else {
            filling.html =
                content_of(std::string_view{entry.html()}.substr(hole.offset, hole.size));
            filling.state = is_later ? HoleState::later : HoleState::failed;
        }
    }
    Response response{.status = entry.status, .headers = entry.fields};
    std::string visitor;
    try {
        visitor = sessions_.write_back(request, response.headers);
    } catch (const std::length_error&) {
        return personal(error_draft(500, own_fault, rendering.templates), request, rendering,
                        not_cached);
    }
    Elements elements;
    for (const Hole& hole : entry.holes) {
        elements.push_back(
            hole.fragment == end_of_page
                ? ""
                : element_of(hole.fragment, fillings[hole.fragment], entry.snapshot_key, visitor));
    }
    const bool is_gzip =
        !entry.gzip_cuts.empty() && negotiate_coding(request.header("Accept-Encoding").value_or(""),
                                                     {true, true, false}) == ContentCoding::gzip;
    response.body = is_gzip ? assemble_gzip(entry, elements) : assemble(entry, elements);
    if (is_gzip) response.headers.set("Content-Encoding", "gzip");
    if (!entry.gzip_cuts.empty()) add_vary(response.headers, "Accept-Encoding");
    response.headers.remove("Expires");
    response.headers.set("Cache-Control", "private, no-cache");
    std::string status = shared.cache_status;
    if (status.find("; detail=") == std::string::npos) status += "; detail=assembled";
    response.headers.set("Cache-Status", status);
    return to_wire(std::move(response), request.method() == Method::head);
}

}  // namespace aspic
