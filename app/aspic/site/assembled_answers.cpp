#include <aspic/site/assembled_answers.h>

#include <stdexcept>
#include <string>
#include <utility>

#include <aspic/base/numbers.h>
#include <aspic/entries/assembling.h>
#include <aspic/entries/representation_choice.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/conditional.h>
#include <aspic/http/conditional_response.h>
#include <aspic/http/vary.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/rendering/head_template.h>
#include <aspic/sessions/live_cookie.h>
#include <aspic/site/rendered_fragments.h>

namespace aspic {

namespace {

std::string_view stored_element(const Entry& entry, const Hole& hole)
{
    return entry.html().view().substr(hole.offset, hole.size);
}

// The stored fields that are right for an assembled page too. It is made now, and has other bytes.
Headers own_fields(const Shared& shared)
{
    Headers headers = shared.entry->fields.headers();
    for (const auto* of_stored_page : {"Date", "ETag", "Last-Modified", "Aspic-Cache-Control"})
        headers.remove(of_stored_page);
    if (shared.entry->problem) add_to_vary(headers, "Accept");
    make_private(headers);
    CacheStatus status = shared.cache_status;
    if (status.detail.empty()) status.add_detail("assembled");
    headers.set("Cache-Status", status.to_text());
    return headers;
}

// A strong tag from what the bytes are made of. That is much less to hash than the bytes.
std::string etag_of_parts(const Entry& entry, const Elements& elements, std::string_view coding)
{
    std::string parts{entry.body_etag};
    parts.append(coding);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const Hole& hole = entry.holes[i];
        for (const std::size_t number : {hole.offset, hole.size, elements[i].size()}) {
            parts += ' ';
            append_decimal(parts, number);
        }
        parts.append(":").append(elements[i]);
    }
    return etag_of(parts);
}

void set_body(Response& response, const Entry& entry, const Elements& elements, Request& request)
{
    const bool shows_messages = request.session().has_shown_flash();
    if (entry.gzip_cuts.empty() || shows_messages) {
        response.body = assemble(entry, elements);
        // Not possible in a compressed page: only its holes are apart.
        if (shows_messages) ask_again_only_by_back(response.body);
        return;
    }
    add_to_vary(response.headers, "Accept-Encoding");
    const auto accepted = request.header("Accept-Encoding").value_or("");
    const bool is_gzip = negotiate_coding(accepted, {true, true, false}) == ContentCoding::gzip;
    if (is_gzip) response.headers.set("Content-Encoding", "gzip");
    response.body = is_gzip ? assemble_gzip(entry, elements) : assemble(entry, elements);
    if (entry.status == 200)
        response.headers.set("ETag", etag_of_parts(entry, elements, is_gzip ? "gzip" : ""));
}

}  // namespace

AssembledAnswers::AssembledAnswers(const SessionKeeper& sessions, const XrayDoor& xray)
    : sessions_{sessions}, xray_{xray}
{
}

bool AssembledAnswers::is_due(const Entry& entry, const Request& request) const
{
    const Session* session = request.opened_session();
    if (session != nullptr && (session->must_be_stored() || session->live_must_change()))
        return true;
    if (has_purged_on_this_thread()) return true;
    if (sends_problem(entry, request)) return false;
    const SiteCookies& cookies = sessions_.cookies();
    const auto version = entry.snapshot_key.empty() ? std::nullopt : live_version(request, cookies);
    return (version && !has_snapshot(request, cookies, *version, entry.snapshot_key)) ||
           (has_end(entry.holes) && xray_.script(request));
}

std::optional<WireResponse> AssembledAnswers::make(const Shared& shared, Request& request,
                                                   const Rendering& rendering) const
{
    const Entry& entry = *shared.entry;
    const auto script = has_end(entry.holes) ? xray_.script(request) : std::nullopt;
    // A visitor with an old or made-up live cookie gets the stored page, and no fragment is made.
    const bool is_as_stored = request.session().is_empty() && !script;
    // Without snapshots, a browser does not know the sizes of the holes, and may run no scripts. So
    // nothing is left out for later.
    const bool asks_later = keeps_snapshots(request, sessions_.cookies());
    const std::string page = page_address(request.path(), request.raw_query());
    RenderedFragments rendered_fragments;
    if (!is_as_stored) {
        rendered_fragments = fill(entry.holes, [&](const Hole& hole) -> RenderedFragment {
            const Fragments& fragments = rendering.fragments;
            const bool is_later = asks_later && fragments.pace(hole.fragment) == FragmentPace::slow;
            auto made =
                is_later ? std::nullopt : fragments.for_visitor(request, hole.fragment, page);
            const std::string_view placeholder = content_of(stored_element(entry, hole));
            if (made) return for_this_answer(std::move(*made), placeholder);
            if (!is_later) return failed_fragment(entry.html(), hole.fragment);
            return {.made = {.html = std::string{placeholder}}, .state = HoleState::later};
        });
    }
    Response response{.status = entry.status, .headers = own_fields(shared)};
    std::string visitor;
    try {
        visitor = sessions_.write_back(request, response.headers);
    } catch (const std::exception&) {
        return {};
    }
    if (has_purged_on_this_thread()) sessions_.mark_change(request, response.headers);
    if (request.session().has_shown_flash()) forbid_storing(response.headers);
    std::string end;
    if (script) {
        const XrayPage seen = xray_page(entry, shared.cache_status.to_text(), shared.now);
        end = xray_elements(to_json(seen, xray_fragments(rendered_fragments)), *script);
    }
    Elements elements;
    for (const Hole& hole : entry.holes) {
        elements.push_back(is_as_stored ? std::string{stored_element(entry, hole)}
                           : hole.fragment == end_of_page
                               ? end
                               : element_of(hole.fragment, rendered_fragments[hole.fragment],
                                            entry.snapshot_key, visitor));
    }
    set_body(response, entry, elements, request);
    return to_wire(std::move(response), request);
}

}  // namespace aspic
