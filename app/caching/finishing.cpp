#include "caching/finishing.h"

#include <sodium.h>

#include <array>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "http/conditional.h"

namespace aspic {

namespace {

std::string etag_of(std::string_view body)
{
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(body.data()), body.size(), nullptr,
                       0);
    std::array<char, sodium_base64_ENCODED_LEN(16, sodium_base64_VARIANT_URLSAFE_NO_PADDING)>
        text{};
    sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return '"' + std::string{text.data()} + '"';
}

std::string vary_of(const Headers& headers, const Inputs& inputs)
{
    std::string vary = headers.joined("Vary").value_or("");
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

}  // namespace

Entry finish_entry(Draft draft, const FragmentSource& guest_fragment, const CachePolicy& policy,
                   const Inputs& inputs, const Request& request, Time now)
{
    if (draft.is_page) insert_marker(draft.content, policy.lifetime);
    Entry entry;
    std::tie(entry.body, entry.holes) = fill_for_guest(draft.content, guest_fragment);
    entry.path = request.path();
    for (const Input& input : inputs) {
        if (const auto value = read_input(request, input))
            entry.inputs.emplace_back(to_text(input), *value);
    }
    entry.status = draft.status;
    entry.rendered = now;
    entry.expires = now + policy.lifetime;
    entry.etag = etag_of(entry.body);

    Headers validators;
    validators.set("Cache-Control",
                   "public, max-age=" + std::to_string(policy.browser_lifetime.count()));
    validators.set("Expires", format_date(now + policy.browser_lifetime));
    validators.set("ETag", entry.etag);
    validators.set("Last-Modified", format_date(now));
    if (const std::string vary = vary_of(draft.headers, inputs); !vary.empty())
        validators.set("Vary", vary);
    entry.fields_of_304 = status_and_fields(304, validators);

    Headers fields = std::move(draft.headers);
    for (const auto& [name, value] : validators)
        fields.set(name, value);
    fields.set("Content-Length", std::to_string(entry.body.size()));
    entry.fields = status_and_fields(entry.status, fields);
    return entry;
}

WireResponse to_wire(EntryPtr entry, const Request& request, std::string_view cache_status,
                     Time now)
{
    WireResponse wire;
    const bool unchanged = entry->status == 200 && not_modified(request.header("If-None-Match"),
                                                                request.header("If-Modified-Since"),
                                                                entry->etag, entry->rendered);
    wire.shared_head = unchanged ? entry->fields_of_304 : entry->fields;
    wire.own_head.reserve(96);
    wire.own_head = "Age: ";
    append_number(wire.own_head, std::max<std::int64_t>(0, (now - entry->rendered).count()));
    wire.own_head += "\r\nCache-Status: ";
    wire.own_head += cache_status;
    wire.own_head += "\r\n\r\n";
    if (!unchanged && request.method() != Method::head) wire.shared_body = entry->body;
    wire.owner = std::move(entry);
    return wire;
}

}  // namespace aspic
