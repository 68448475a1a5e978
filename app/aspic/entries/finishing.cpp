#include <aspic/entries/finishing.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <aspic/base/digest.h>
#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/entries/compression_dictionary.h>
#include <aspic/entries/representation_choice.h>
#include <aspic/http/conditional_response.h>
#include <aspic/http/dates.h>
#include <aspic/http/entity_tag.h>
#include <aspic/http/errors.h>
#include <aspic/http/percent.h>
#include <aspic/http/targeted_field.h>
#include <aspic/rendering/content_security_policy.h>
#include <aspic/rendering/hole_element.h>

namespace aspic {

namespace {

constexpr std::size_t snapshot_key_bytes = 4;  // six characters

// Adds the request headers that the view read to its own Vary, which stays as it is written.
void add_to_vary(Headers& headers, const Inputs& inputs)
{
    std::set<std::string> named;
    const std::string own = headers.joined("Vary").value_or("");
    for (std::string_view rest = own; !rest.empty();)
        named.insert(field_input_name(syntax::trim(syntax::take_until(rest, ','))));
    for (const Input& input : inputs) {
        if (input.kind == InputKind::header && !named.contains(input.name))
            headers.add_to_list("Vary", input.name);
    }
}

// The fields that are stored: those of the answer, without those that are made for each answer or
// copy. The ETag and Last-Modified of the view stay only if they are to be sent. The answer gets
// the time at which it was made, unless it has one.
Headers stored_fields(Headers headers, const Freshness& freshness, const Inputs& inputs, Time now)
{
    for (const auto* of_each_answer : {"Age", "Cache-Status", "Content-Length"})
        headers.remove(of_each_answer);
    if (!freshness.keeps_validators) {
        headers.remove("ETag");
        headers.remove("Last-Modified");
    }
    if (!parse_date(headers.get("Date").value_or(""))) headers.set("Date", format_date(now));
    add_to_vary(headers, inputs);
    return headers;
}

// A malformed ETag cannot name a coded copy.
bool may_be_coded(const Headers& headers, const Freshness& freshness)
{
    const auto etag = headers.get("ETag");
    return !freshness.no_transform && !headers.has("Content-Encoding") &&
           (!etag || is_entity_tag(*etag));
}

// Returns the page that is the same for everyone: each hole has the guest's form of its fragment.
std::string fill_for_guest(Rendered content, const GuestForms& forms, const std::string& script,
                           Entry& entry)
{
    std::map<std::string, std::string> elements = forms.html;
    std::string seen = entry.path.str() + '\n';
    for (const auto& [fragment, form] : forms.html)
        seen.append(fragment)
            .append(" ")
            .append(std::to_string(form.size()))
            .append(" ")
            .append(form);
    if (!elements.empty()) entry.snapshot_key = digest(seen, snapshot_key_bytes);
    for (auto& [fragment, element] : elements) {
        element = to_html(
            HoleElement{.fragment = fragment, .content = element, .key = entry.snapshot_key});
    }
    elements[std::string{end_of_page}] = "<script>" + script + "</script>";
    Rendered filled =
        fill_holes(std::move(content),
                   [&](const std::string& path) -> const std::string& { return elements[path]; });
    entry.holes = std::move(filled.holes);
    return std::move(filled.html);
}

void let_run(const std::string& script, Headers& headers)
{
    constexpr std::string_view policy = "Content-Security-Policy";
    if (const auto given = headers.joined(policy))
        headers.set(policy, allow_script(*given, script));
}

}  // namespace

std::string query_of(const Inputs& inputs, const Request& request)
{
    if (inputs.contains({InputKind::raw_query, ""})) return std::string{request.raw_query()};
    std::string query;
    for (const Input& input : inputs) {
        if (input.kind != InputKind::query) continue;
        const auto value = read_input(request, input);
        if (!value) continue;
        if (!query.empty()) query += '&';
        query += percent_encode(input.name) + '=' + percent_encode(*value);
    }
    return query;
}

GuestForms make_guest_forms(const Rendered& content, const GuestFragment& guest_fragment)
{
    GuestForms forms;
    for (const Hole& hole : content.holes) {
        if (hole.fragment == end_of_page || forms.html.contains(hole.fragment)) continue;
        auto made = guest_fragment(hole.fragment);
        if (!made) forms.complete = false;
        forms.html[hole.fragment] = std::move(made).value_or("");
    }
    return forms;
}

std::shared_ptr<Entry> finish_entry(RenderedAnswer rendered, const GuestForms& forms,
                                    const Freshness& freshness, const Inputs& inputs,
                                    const Request& request, const Entry* before, Time now,
                                    const CompressionDictionary* dictionary)
{
    const std::string marker = marker_script(freshness.lifetime);
    if (has_end(rendered.content.holes)) let_run(marker, rendered.headers);
    auto entry = std::make_shared<Entry>();
    entry->path = request.path();
    Bodies bodies;
    bodies[0] = fill_for_guest(std::move(rendered.content), forms, marker, *entry);
    entry->query = query_of(inputs, request);
    for (const Input& input : inputs) {
        if (auto value = key_value(request, input))
            entry->inputs.emplace_back(to_text(input), std::move(*value));
    }
    entry->tags = std::move(rendered.tags);
    entry->status = rendered.status;
    entry->rendered = std::max(Time{}, now - freshness.age);
    entry->expires = now + freshness.lifetime;
    entry->stale_until = entry->expires + freshness.stale_while_revalidate;
    entry->error_until = entry->expires + freshness.stale_if_error;
    entry->for_authorized = freshness.for_authorized;
    if (has_no_body(entry->status)) {
        bodies[0].clear();
        entry->holes.clear();
        entry->snapshot_key.clear();
    }
    entry->fields = stored_fields(std::move(rendered.headers), freshness, inputs, now);
    if (!freshness.own_targeted_field.empty())
        entry->fields.set(own_targeted_field, freshness.own_targeted_field);
    if (may_be_coded(entry->fields, freshness)) {
        entry->gzip_cuts = compress(bodies, entry->fields.get("Content-Type").value_or(""),
                                    entry->holes, dictionary);
    }
    if (!bodies[static_cast<std::size_t>(ContentCoding::dcz)].empty())
        entry->dictionary = dictionary->name();
    take_bodies(*entry, bodies, rendered.problem);
    const bool is_same = before != nullptr && before->body_etag == entry->body_etag;
    const auto own = parse_date(entry->fields.get("Last-Modified").value_or(""));
    entry->modified = own ? *own : is_same ? before->modified : now;
    prepare_fields(*entry);
    return entry;
}

namespace {

// True if this very request had the page made, and the page was not older when its view gave it.
// Then it has no Age (RFC 9111, section 4).
bool is_new(const Entry& entry, const CacheStatus& cache_status, std::chrono::seconds age)
{
    const bool was_made_now = cache_status.forward && !cache_status.is_collapsed;
    return was_made_now && age <= std::chrono::round<std::chrono::seconds>(entry.render_time);
}

}  // namespace

WireResponse to_wire(EntryPtr entry, const Request& request, const CacheStatus& cache_status,
                     Time now, std::string head_memory)
{
    WireResponse wire;
    const auto [chosen, verdict] = choose(*entry, request);
    if (verdict == Verdict::failed) throw PreconditionFailed{precondition_failed};
    const Representation& one = *chosen;
    const bool unchanged = verdict == Verdict::not_modified;
    wire.shared_head = unchanged ? entry->head_of_304(one) : entry->head_of(one);
    wire.own_head = std::move(head_memory);
    wire.own_head.clear();
    wire.own_head.reserve(96);
    const std::chrono::seconds age = std::max(now - entry->rendered, Time::duration{0});
    if (!is_new(*entry, cache_status, age)) {
        wire.own_head += "Age: ";
        append_decimal(wire.own_head, age.count());
        wire.own_head += "\r\n";
    }
    wire.own_head += "Cache-Status: ";
    cache_status.append_to(wire.own_head);
    wire.own_head += "\r\n\r\n";
    if (!unchanged && request.method() != Method::head) wire.shared_body = one.body;
    wire.owner = std::move(entry);
    return wire;
}

}  // namespace aspic
