#include "caching/finishing.h"

#include <array>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "caching/compression.h"
#include "http/conditional.h"
#include "http/percent.h"

namespace aspic {

namespace {

// Every header that the page was made from.
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

// The body, with the guest's fragments in it, and where they stand.
std::pair<std::string, std::vector<Hole>> fill_for_guest(const Rendered& content,
                                                         const FragmentSource& guest_fragment)
{
    std::map<std::string, std::string> fragments;
    std::string body = fill_holes(
        content, [&](const std::string& path) { return fragments[path] = guest_fragment(path); });
    std::vector<Hole> holes;
    std::size_t grown = 0;
    for (const Hole& hole : content.holes) {
        holes.push_back({hole.offset + grown, hole.fragment});
        grown += fragments[hole.fragment].size();
    }
    return {std::move(body), std::move(holes)};
}

void append_number(std::string& text, std::int64_t number)
{
    std::array<char, 20> digits{};
    text.append(digits.data(),
                std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// The parameters that the view read, as a query that reads the same again.
std::string query_of(const Inputs& inputs, const Request& request)
{
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

std::shared_ptr<Entry> finish_entry(Draft draft, const FragmentSource& guest_fragment,
                                    const Freshness& freshness, const Inputs& inputs,
                                    const Request& request, const Entry* before, Time now)
{
    if (draft.is_page) insert_marker(draft.content, freshness.lifetime);
    auto entry = std::make_shared<Entry>();
    Bodies bodies;
    std::tie(bodies[0], entry->holes) = fill_for_guest(draft.content, guest_fragment);
    entry->path = request.path();
    entry->query = query_of(inputs, request);
    for (const Input& input : inputs) {
        if (const auto value = read_input(request, input))
            entry->inputs.emplace_back(to_text(input), *value);
    }
    entry->tags = std::move(draft.tags);
    entry->status = draft.status;
    entry->rendered = now - freshness.age;
    entry->expires = entry->rendered + freshness.lifetime;
    entry->stale_until = entry->expires + freshness.stale_while_revalidate;
    entry->error_until = entry->expires + freshness.stale_if_error;
    entry->for_authorized = freshness.for_authorized;
    entry->modified = before != nullptr && before->html() == bodies[0] ? before->modified : now;
    if (const std::string vary = vary_of(inputs); !vary.empty()) draft.headers.set("Vary", vary);
    entry->fields = std::move(draft.headers);
    for (const auto* of_each_answer :
         {"Age", "Cache-Status", "ETag", "Last-Modified", "Content-Length"}) {
        entry->fields.remove(of_each_answer);
    }
    if (!entry->fields.has("Content-Encoding")) {
        compress(bodies, entry->fields.get("Content-Type").value_or(""));
    }
    prepare(*entry, std::move(bodies));
    return entry;
}

namespace {

const Representation& representation_for(const Entry& entry, const Request& request)
{
    std::array<bool, content_coding_count> available{};
    for (std::size_t i = 0; i < available.size(); ++i)
        available[i] = i == 0 || !entry.representations[i].body.empty();
    if (!available[1] && !available[2]) return entry.representations[0];
    const ContentCoding coding =
        negotiate_coding(request.header("Accept-Encoding").value_or(""), available);
    return entry.representations[static_cast<std::size_t>(coding)];
}

}  // namespace

WireResponse to_wire(EntryPtr entry, const Request& request, std::string_view cache_status,
                     Time now)
{
    WireResponse wire;
    const Representation& one = representation_for(*entry, request);
    const bool unchanged = entry->status == 200 && not_modified(request.header("If-None-Match"),
                                                                request.header("If-Modified-Since"),
                                                                one.etag, entry->modified);
    wire.shared_head = unchanged ? one.fields_of_304 : one.fields;
    wire.own_head.reserve(96);
    wire.own_head = "Age: ";
    append_number(wire.own_head, std::max<std::int64_t>(0, (now - entry->rendered).count()));
    wire.own_head += "\r\nCache-Status: ";
    wire.own_head += cache_status;
    wire.own_head += "\r\n\r\n";
    if (!unchanged && request.method() != Method::head) wire.shared_body = one.body;
    wire.owner = std::move(entry);
    return wire;
}

}  // namespace aspic
