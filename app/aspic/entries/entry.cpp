#include <aspic/entries/entry.h>

#include <zlib.h>

#include <algorithm>
#include <tuple>

#include <aspic/base/digest.h>
#include <aspic/base/syntax.h>
#include <aspic/http/dates.h>
#include <aspic/http/entity_tag.h>
#include <aspic/http/security_fields.h>
#include <aspic/http/wire_response.h>

namespace aspic {

namespace {

bool names(std::string_view vary, std::string_view field)
{
    while (!vary.empty()) {
        if (equal_ignoring_case(syntax::trim(syntax::take_until(vary, ',')), field)) return true;
    }
    return false;
}

// The ETag of a copy: made of the view's own, or of a hash of the body.
std::string etag_of(const Entry& entry, const std::string& hash, std::string_view coding)
{
    const std::string tag{entry.fields.get("ETag").value_or(hash)};
    return is_entity_tag(tag) ? with_coding(tag, coding) : tag;
}

// Fields that a 200 and its 304 share. A browser may have stored the page before its answers had
// the security fields; it gets them with the 304 (RFC 9111, section 4.3.4).
Headers validators_of(const Entry& entry, const std::string& etag, bool is_coded)
{
    Headers headers;
    if (const auto control = entry.fields.joined("Cache-Control"))
        headers.set("Cache-Control", *control);
    if (const auto expires = entry.fields.get("Expires")) headers.set("Expires", *expires);
    headers.set("ETag", etag);
    const auto own_modified = entry.fields.get("Last-Modified");
    headers.set("Last-Modified",
                own_modified ? std::string{*own_modified} : format_date(entry.modified));
    if (const auto date = entry.fields.get("Date")) headers.set("Date", *date);
    const auto vary = entry.fields.joined("Vary");
    if (vary && !vary->empty()) headers.set("Vary", *vary);
    if (is_coded && !names(vary.value_or(""), "Accept-Encoding"))
        headers.add_to_list("Vary", "Accept-Encoding");
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
    for (const Representation& one : representations) {
        total += one.body.size() + one.fields.size() + one.fields_of_304.size();
    }
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
    const std::string hash = '"' + digest(bodies[0], 16) + '"';
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (i > 0 && bodies[i].empty()) continue;
        Representation& one = entry.representations[i];
        const std::string_view coding = coding_name(static_cast<ContentCoding>(i));
        one.body = std::move(bodies[i]);
        one.etag = etag_of(entry, hash, coding);
        const Headers validators = validators_of(entry, one.etag, is_coded);
        Headers fields = entry.fields;
        for (const auto& [field, value] : validators)
            fields.set(field, value);
        if (!coding.empty()) fields.set("Content-Encoding", coding);
        if (!has_no_body(entry.status))
            fields.set("Content-Length", std::to_string(one.body.size()));
        one.fields = status_and_fields(entry.status, fields);
        one.fields_of_304 = status_and_fields(304, validators);
    }
    entry.pieces = pieces_of(entry);
}

}  // namespace aspic
