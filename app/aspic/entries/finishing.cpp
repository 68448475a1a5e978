#include <aspic/entries/finishing.h>

#include <array>
#include <charconv>
#include <map>
#include <utility>

#include <aspic/base/digest.h>
#include <aspic/entries/representation_choice.h>
#include <aspic/http/conditional_response.h>
#include <aspic/http/errors.h>
#include <aspic/http/percent.h>
#include <aspic/rendering/content_security_policy.h>
#include <aspic/rendering/hole_element.h>

namespace aspic {

namespace {

constexpr std::size_t snapshot_key_bytes = 4;  // six characters

// The value of Vary: every request header that the view read.
std::string vary_of(const Inputs& inputs)
{
    std::string vary;
    for (const Input& input : inputs) {
        if (input.kind != InputKind::header) continue;
        if (!vary.empty()) vary += ", ";
        vary += input.name;
    }
    return vary;
}

// Returns the page that is the same for everyone: each hole has the guest's form of its fragment.
std::string fill_for_guest(const Rendered& content, const GuestForms& forms,
                           const std::string& script, Entry& entry)
{
    std::map<std::string, std::string> elements = forms.html;
    std::string seen = entry.path + '\n';
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
    Rendered filled = fill_holes(
        content, [&](const std::string& path) -> const std::string& { return elements[path]; });
    entry.holes = std::move(filled.holes);
    return std::move(filled.html);
}

void let_run(const std::string& script, Headers& headers)
{
    constexpr std::string_view policy = "Content-Security-Policy";
    if (const auto given = headers.joined(policy))
        headers.set(policy, allow_script(*given, script));
}

void append_number(std::string& text, std::int64_t number)
{
    std::array<char, 20> digits{};
    text.append(digits.data(),
                std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// Returns a query with the parameters that the view read, and their values.
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

}  // namespace

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
                                    const Request& request, const Entry* before, Time now)
{
    const std::string marker = marker_script(freshness.lifetime);
    if (has_end(rendered.content.holes)) let_run(marker, rendered.headers);
    auto entry = std::make_shared<Entry>();
    entry->path = request.path();
    Bodies bodies;
    bodies[0] = fill_for_guest(rendered.content, forms, marker, *entry);
    entry->query = query_of(inputs, request);
    for (const Input& input : inputs) {
        if (const auto value = read_input(request, input))
            entry->inputs.emplace_back(to_text(input), *value);
    }
    entry->tags = std::move(rendered.tags);
    entry->problem.body = std::move(rendered.problem);
    entry->status = rendered.status;
    entry->rendered = now - freshness.age;
    entry->expires = entry->rendered + freshness.lifetime;
    entry->stale_until = entry->expires + freshness.stale_while_revalidate;
    entry->error_until = entry->expires + freshness.stale_if_error;
    entry->for_authorized = freshness.for_authorized;
    entry->modified = before != nullptr && before->html() == bodies[0] ? before->modified : now;
    if (const std::string vary = vary_of(inputs); !vary.empty()) rendered.headers.set("Vary", vary);
    entry->fields = std::move(rendered.headers);
    for (const auto* of_each_answer :
         {"Age", "Cache-Status", "ETag", "Last-Modified", "Content-Length"}) {
        entry->fields.remove(of_each_answer);
    }
    if (!entry->fields.has("Content-Encoding")) {
        entry->gzip_cuts =
            compress(bodies, entry->fields.get("Content-Type").value_or(""), entry->holes);
    }
    prepare(*entry, std::move(bodies));
    return entry;
}

WireResponse to_wire(EntryPtr entry, const Request& request, const CacheStatus& cache_status,
                     Time now)
{
    WireResponse wire;
    const auto [chosen, verdict] = choose(*entry, request);
    if (verdict == Verdict::failed) throw PreconditionFailed{precondition_failed};
    const Representation& one = *chosen;
    const bool unchanged = verdict == Verdict::not_modified;
    wire.shared_head = unchanged ? one.fields_of_304 : one.fields;
    wire.own_head.reserve(96);
    wire.own_head = "Age: ";
    append_number(wire.own_head, std::max<std::int64_t>(0, (now - entry->rendered).count()));
    wire.own_head += "\r\nCache-Status: ";
    cache_status.append_to(wire.own_head);
    wire.own_head += "\r\n\r\n";
    if (!unchanged && request.method() != Method::head) wire.shared_body = one.body;
    wire.owner = std::move(entry);
    return wire;
}

}  // namespace aspic
