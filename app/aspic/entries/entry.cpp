#include <aspic/entries/entry.h>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <aspic/entries/compression_dictionary.h>
#include <aspic/http/conditional.h>
#include <aspic/http/dates.h>
#include <aspic/http/entity_tag.h>
#include <aspic/http/problem.h>
#include <aspic/http/security_fields.h>
#include <aspic/http/targeted_field.h>
#include <aspic/http/wire_response.h>

namespace aspic {

namespace {

// A 200 and its 304 have these. In an answer, each of them is one field.
constexpr std::array<std::string_view, 4> fields_before_tag{"Cache-Control", "Content-Location",
                                                            "Date", "Expires"};

// The fields of an answer before and after its ETag, each with its CR LF.
struct FieldsAroundTag {
    std::string before;
    std::string after;

    std::string with(std::string_view etag) const
    {
        std::string fields;
        fields.reserve(before.size() + etag.size() + after.size() + 8);
        fields.append(before).append("ETag: ").append(etag).append("\r\n").append(after);
        return fields;
    }
};

void append_field(std::string& to, std::string_view name, std::string_view value)
{
    to.append(name).append(": ").append(value).append("\r\n");
}

std::string vary_of(const Entry& entry)
{
    std::string vary = entry.fields.joined("Vary").value_or("");
    const auto add = [&vary](std::string_view name) {
        if (list_has(vary, "*") || list_has(vary, name)) return;
        vary.append(vary.empty() ? "" : ", ").append(name);
    };
    const Codings copies = entry.copies();
    if (has_coded(copies)) add("Accept-Encoding");
    if (copies[static_cast<std::size_t>(ContentCoding::dcz)]) add("Available-Dictionary");
    if (entry.problem.size > 0) add("Accept");
    return vary;
}

// Fields that a 200 and its 304 share (RFC 9110, section 15.4.5). A browser may have stored the
// page before its answers had the security fields; it gets them with the 304 (RFC 9111, section
// 4.3.4).
FieldsAroundTag fields_of_304(const Entry& entry, std::string_view vary)
{
    FieldsAroundTag fields{.before = status_and_fields(304, {}), .after = ""};
    for (const std::string_view name : fields_before_tag) {
        if (const auto value = entry.fields.joined(name)) append_field(fields.before, name, *value);
    }
    append_field(fields.after, "Last-Modified",
                 entry.fields.joined("Last-Modified").value_or(format_date(entry.modified)));
    if (!vary.empty()) append_field(fields.after, "Vary", vary);
    for (const auto& [name, value] : security_fields) {
        if (const auto own = entry.fields.joined(name)) append_field(fields.after, name, *own);
    }
    return fields;
}

// All stored fields but those that differ between the representations. A page from Redis needs them
// at once, so they are written without a list of fields in between.
FieldsAroundTag common_fields(const Entry& entry, const Headers& fields, std::string_view vary)
{
    static constexpr std::array<std::string_view, 4> left_out{"ETag", "Content-Length",
                                                              own_targeted_field, "Status"};
    std::string head = status_and_fields(entry.status, {});
    head.reserve(512);
    std::vector<std::string_view> written;  // of the fields that are written once
    const auto is_first = [&written](std::string_view name) {
        if (is_among(written, name)) return false;
        written.push_back(name);
        return true;
    };
    for (const auto& field : fields) {
        const auto* const once = std::ranges::find_if(
            fields_before_tag, [&](auto one) { return equal_ignoring_case(one, field.name); });
        if (once != fields_before_tag.end()) {
            if (is_first(*once))
                append_field(head, *once, fields.joined(field.name).value_or(field.value));
        } else if (!vary.empty() && equal_ignoring_case(field.name, "Vary")) {
            if (is_first("Vary")) append_field(head, "Vary", vary);
        } else if (!is_among(left_out, field.name)) {
            append_field(head, field.name, field.value);
        }
    }
    if (!fields.has("Last-Modified"))
        append_field(head, "Last-Modified", format_date(entry.modified));
    if (!vary.empty() && is_first("Vary")) append_field(head, "Vary", vary);
    return {.before = std::move(head), .after = ""};
}

// What the ETag of a copy says beside the hash of the page. Copies for two dictionaries have other
// bytes, so they have other tags (RFC 9110, section 8.8.1).
std::string tag_suffix(const Entry& entry, ContentCoding coding)
{
    std::string suffix{coding_name(coding)};
    if (coding == ContentCoding::dcz) suffix.append("-").append(entry.dictionary);
    return suffix;
}

// Browsers use a dictionary for documents only (site/dictionary_door.h).
bool is_html(std::string_view content_type)
{
    constexpr std::string_view html = "text/html";
    return equal_ignoring_case(content_type.substr(0, html.size()), html);
}

void keep_if_smallest(Bodies& bodies, ContentCoding coding)
{
    std::string& copy = bodies[static_cast<std::size_t>(coding)];
    const bool is_smallest = std::none_of(bodies.begin(), bodies.end(), [&](const auto& other) {
        return &other != &copy && !other.empty() && other.size() <= copy.size();
    });
    if (!is_smallest) copy.clear();
}

}  // namespace

Codings Entry::copies() const
{
    Codings copies{};
    for (std::size_t i = 0; i < copies.size(); ++i)
        copies[i] = i == 0 || representations[i].size > 0;
    return copies;
}

bool Entry::is_whole() const
{
    return std::all_of(representations.begin(), representations.end(),
                       [](const Representation& one) { return one.is_loaded(); });
}

Time Entry::dies() const
{
    return std::max({expires, stale_until, error_until});
}

Cuts compress(Bodies& bodies, std::string_view content_type, const std::vector<Hole>& holes,
              const CompressionDictionary* dictionary)
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
    if (dictionary != nullptr && is_html(content_type))
        bodies[static_cast<std::size_t>(ContentCoding::dcz)] = dictionary->compress(identity);
    for (std::size_t i = 1; i < bodies.size(); ++i) {
        if (bodies[i].size() >= identity.size()) bodies[i].clear();
    }
    keep_if_smallest(bodies, ContentCoding::dcz);
    if (gzip_copy.empty()) cuts.clear();
    return cuts;
}

std::vector<Piece> pieces_of(const Entry& entry)
{
    std::vector<Piece> pieces;
    if (entry.holes.empty()) return pieces;
    pieces.reserve(entry.holes.size() + 1);
    std::size_t from = 0;
    for (std::size_t i = 0; i <= entry.holes.size(); ++i) {
        const bool is_last = i == entry.holes.size();
        const std::size_t to = is_last ? entry.representations[0].size : entry.holes[i].offset;
        pieces.push_back({from, to - from, {}, 0});
        if (!is_last) from = to + entry.holes[i].size;
    }
    return pieces;
}

void set_deflated(Entry& entry)
{
    const std::string_view gzip =
        entry.representations[static_cast<std::size_t>(ContentCoding::gzip)].body;
    if (entry.gzip_cuts.empty() || gzip.empty()) return;
    for (std::size_t i = 0; i < entry.pieces.size(); ++i) {
        const std::size_t begin = entry.gzip_cuts[2 * i];
        entry.pieces[i].deflated = gzip.substr(begin, entry.gzip_cuts[2 * i + 1] - begin);
    }
}

void prepare_fields(Entry& entry)
{
    const std::string vary = vary_of(entry);
    const FieldsAroundTag common = common_fields(entry, entry.fields, vary);
    const FieldsAroundTag of_304 = fields_of_304(entry, vary);
    const bool has_length = !has_no_body(entry.status);
    const auto prepare_one = [&](Representation& one, const std::string& tag,
                                 FieldsAroundTag fields) {
        one.etag = tag;
        if (has_length) append_field(fields.after, "Content-Length", std::to_string(one.size));
        one.fields = fields.with(tag);
        one.fields_of_304 = of_304.with(tag);
    };
    const std::string own_etag{entry.fields.get("ETag").value_or("")};
    const std::string etag = own_etag.empty() ? entry.body_etag.str() : own_etag;
    const bool is_tag = is_entity_tag(etag);
    const Codings copies = entry.copies();
    for (std::size_t i = 0; i < copies.size(); ++i) {
        if (!copies[i]) continue;
        const auto coding = static_cast<ContentCoding>(i);
        FieldsAroundTag fields = common;
        if (coding != ContentCoding::identity)
            append_field(fields.before, "Content-Encoding", coding_name(coding));
        prepare_one(entry.representations[i],
                    is_tag ? with_coding(etag, tag_suffix(entry, coding)) : etag,
                    std::move(fields));
    }
    if (entry.problem.size > 0) {
        Headers of_json = entry.fields.headers();
        of_json.set("Content-Type", problem_type);
        prepare_one(entry.problem, etag_of(entry.problem.body),
                    common_fields(entry, of_json, vary));
    }
}

void take_bodies(Entry& entry, Bodies bodies)
{
    if (bodies[1].empty()) entry.gzip_cuts.clear();
    entry.body_etag = etag_of(bodies[0]);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        entry.representations[i] = {};
        entry.representations[i].size = bodies[i].size();
        entry.representations[i].body = bodies[i];
    }
    entry.problem.size = entry.problem.body.size();
    entry.pieces = pieces_of(entry);
    set_deflated(entry);
    for (Piece& piece : entry.pieces) {
        const auto* text = reinterpret_cast<const Bytef*>(entry.html().data() + piece.offset);
        piece.crc = static_cast<std::uint32_t>(crc32_z(0, text, piece.size));
    }
}

}  // namespace aspic
