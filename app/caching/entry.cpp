#include "caching/entry.h"

#include <sodium.h>

#include <algorithm>

#include "caching/compression.h"
#include "http/wire_response.h"

namespace aspic {

namespace {

std::string hash_of(std::string_view body)
{
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(body.data()), body.size(), nullptr,
                       0);
    std::array<char, sodium_base64_ENCODED_LEN(16, sodium_base64_VARIANT_URLSAFE_NO_PADDING)>
        text{};
    sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

// Fields that a 200 and its 304 share.
Headers validators_of(const Entry& entry, const std::string& etag, bool is_coded)
{
    Headers headers;
    if (const auto control = entry.fields.joined("Cache-Control"))
        headers.set("Cache-Control", *control);
    if (const auto expires = entry.fields.get("Expires")) headers.set("Expires", *expires);
    headers.set("ETag", etag);
    headers.set("Last-Modified", format_date(entry.modified));
    std::string vary = entry.fields.joined("Vary").value_or("");
    if (is_coded) vary += vary.empty() ? "Accept-Encoding" : ", Accept-Encoding";
    if (!vary.empty()) headers.set("Vary", vary);
    return headers;
}

}  // namespace

Time Entry::dies() const
{
    return std::max({expires, stale_until, error_until});
}

std::size_t Entry::size() const
{
    constexpr std::size_t overhead = 2048;  // of the many small allocations of an entry, roughly
    std::size_t total = overhead + key.size() + path.size() + query.size();
    for (const auto& [input, value] : inputs)
        total += input.size() + value.size() + 64;
    for (const auto& tag : tags)
        total += tag.size() + 32;
    for (const auto& [name, value] : fields)
        total += name.size() + value.size() + 64;
    for (const Hole& hole : holes)
        total += hole.fragment.size() + 48;
    for (const Representation& one : representations) {
        total += one.body.size() + one.fields.size() + one.fields_of_304.size();
    }
    return total;
}

void compress(Bodies& bodies, std::string_view content_type)
{
    const std::string& identity = bodies[0];
    if (!is_compressible(content_type, identity)) return;
    bodies[static_cast<std::size_t>(ContentCoding::gzip)] = gzip(identity);
    bodies[static_cast<std::size_t>(ContentCoding::br)] = brotli(identity);
    for (std::size_t i = 1; i < bodies.size(); ++i) {
        if (bodies[i].size() >= identity.size()) bodies[i].clear();
    }
}

void prepare(Entry& entry, Bodies bodies)
{
    const bool is_coded = !bodies[1].empty() || !bodies[2].empty();
    const std::string hash = hash_of(bodies[0]);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (i > 0 && bodies[i].empty()) continue;
        Representation& one = entry.representations[i];
        const std::string_view coding = coding_name(static_cast<ContentCoding>(i));
        one.body = std::move(bodies[i]);
        one.etag = '"' + hash + (coding.empty() ? "" : "-") + std::string{coding} + '"';
        const Headers validators = validators_of(entry, one.etag, is_coded);
        Headers fields = entry.fields;
        for (const auto& [field, value] : validators)
            fields.set(field, value);
        if (!coding.empty()) fields.set("Content-Encoding", coding);
        fields.set("Content-Length", std::to_string(one.body.size()));
        one.fields = status_and_fields(entry.status, fields);
        one.fields_of_304 = status_and_fields(304, validators);
    }
}

}  // namespace aspic
