#include <aspic/entries/entry.h>

#include <zlib.h>

#include <algorithm>
#include <tuple>

#include <aspic/http/conditional.h>
#include <aspic/http/dates.h>
#include <aspic/http/entity_tag.h>
#include <aspic/http/problem.h>
#include <aspic/http/security_fields.h>
#include <aspic/http/targeted_field.h>
#include <aspic/http/vary.h>
#include <aspic/http/wire_response.h>

namespace aspic {

namespace {

// Fields that a 200 and its 304 share (RFC 9110, section 15.4.5). A browser may have stored the
// page before its answers had the security fields; it gets them with the 304 (RFC 9111, section
// 4.3.4).
Headers validators_of(const Entry& entry, const std::string& etag, bool is_coded)
{
    Headers headers;
    for (const auto* name : {"Cache-Control", "Content-Location", "Date", "Expires"}) {
        if (const auto value = entry.fields.joined(name)) headers.set(name, *value);
    }
    headers.set("ETag", etag);
    headers.set("Last-Modified",
                entry.fields.joined("Last-Modified").value_or(format_date(entry.modified)));
    if (const auto vary = entry.fields.joined("Vary"); vary && !vary->empty())
        headers.set("Vary", *vary);
    if (is_coded) add_to_vary(headers, "Accept-Encoding");
    if (!entry.problem.body.empty()) add_to_vary(headers, "Accept");
    for (const auto& [name, value] : security_fields) {
        if (const auto own = entry.fields.joined(name)) headers.set(name, *own);
    }
    return headers;
}

}  // namespace

Time Entry::dies() const
{
    return std::max({expires, stale_until, error_until});
}

std::size_t Entry::size() const
{
    constexpr std::size_t overhead = 2048;  // estimate for the many small allocations
    std::size_t total = overhead + key.size() + path.size() + query.size();
    for (const auto& [input, value] : inputs)
        total += input.size() + value.size() + 64;
    for (const auto& tag : tags)
        total += tag.size() + 32;
    for (const auto& [name, value] : fields)
        total += name.size() + value.size() + 64;
    for (const Hole& hole : holes)
        total += hole.fragment.size() + 128;  // for its piece and cuts
    const auto add = [&total](const Representation& one) {
        total += one.body.size() + one.fields.size() + one.fields_of_304.size();
    };
    std::for_each(representations.begin(), representations.end(), add);
    add(problem);
    return total;
}

Cuts compress(Bodies& bodies, std::string_view content_type, const std::vector<Hole>& holes)
{
    const std::string& identity = bodies[0];
    if (!is_compressible(content_type, identity)) return {};
    Cuts edges;
    for (const Hole& hole : holes) {
        edges.push_back(hole.offset);
        edges.push_back(hole.offset + hole.size);
    }
    auto& gzip_copy = bodies[static_cast<std::size_t>(ContentCoding::gzip)];
    Cuts cuts;
    std::tie(gzip_copy, cuts) = gzip(identity, edges);
    bodies[static_cast<std::size_t>(ContentCoding::br)] = brotli(identity);
    for (std::size_t i = 1; i < bodies.size(); ++i) {
        if (bodies[i].size() >= identity.size()) bodies[i].clear();
    }
    if (gzip_copy.empty()) cuts.clear();
    return cuts;
}

namespace {

// REQUIRES: the representations exist, and the holes and cuts lie within them.
std::vector<Piece> pieces_of(const Entry& entry)
{
    std::vector<Piece> pieces;
    if (entry.holes.empty()) return pieces;
    const std::string_view html = entry.html();
    const std::string_view gzip =
        entry.representations[static_cast<std::size_t>(ContentCoding::gzip)].body;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= entry.holes.size(); ++i) {
        const std::size_t to = i < entry.holes.size() ? entry.holes[i].offset : html.size();
        Piece piece{from, to - from, {}, 0};
        const auto* text = reinterpret_cast<const Bytef*>(html.data() + from);
        piece.crc = static_cast<std::uint32_t>(crc32_z(0, text, piece.size));
        if (!entry.gzip_cuts.empty()) {
            const std::size_t begin = entry.gzip_cuts[2 * i];
            piece.deflated = gzip.substr(begin, entry.gzip_cuts[2 * i + 1] - begin);
        }
        pieces.push_back(piece);
        if (i < entry.holes.size()) from = to + entry.holes[i].size;
    }
    return pieces;
}

}  // namespace

void prepare(Entry& entry, Bodies bodies)
{
    const bool is_coded = !bodies[1].empty() || !bodies[2].empty();
    if (bodies[1].empty()) entry.gzip_cuts.clear();
    const std::string own_etag{entry.fields.get("ETag").value_or("")};
    const std::string etag = own_etag.empty() ? etag_of(bodies[0]) : own_etag;
    const auto prepare_one = [&](Representation& one, std::string tag, Headers fields) {
        one.etag = std::move(tag);
        const Headers validators = validators_of(entry, one.etag, is_coded);
        for (const auto& [field, value] : validators)
            fields.set(field, value);
        fields.remove(own_targeted_field);
        if (!has_no_body(entry.status))
            fields.set("Content-Length", std::to_string(one.body.size()));
        one.fields = status_and_fields(entry.status, fields);
        one.fields_of_304 = status_and_fields(304, validators);
    };
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (i > 0 && bodies[i].empty()) continue;
        const std::string_view coding = coding_name(static_cast<ContentCoding>(i));
        Headers fields = entry.fields;
        if (!coding.empty()) fields.set("Content-Encoding", coding);
        entry.representations[i].body = std::move(bodies[i]);
        prepare_one(entry.representations[i],
                    is_entity_tag(etag) ? with_coding(etag, coding) : etag, std::move(fields));
    }
    if (!entry.problem.body.empty()) {
        Headers fields = entry.fields;
        fields.set("Content-Type", problem_type);
        prepare_one(entry.problem, etag_of(entry.problem.body), std::move(fields));
    }
    entry.pieces = pieces_of(entry);
}

}  // namespace aspic
