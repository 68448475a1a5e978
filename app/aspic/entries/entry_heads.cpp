// The heads of an entry: what is the same for all copies, and what each copy has for itself.

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/entries/entry.h>
#include <aspic/http/conditional.h>
#include <aspic/http/dates.h>
#include <aspic/http/entity_tag.h>
#include <aspic/http/problem.h>
#include <aspic/http/security_fields.h>
#include <aspic/http/targeted_field.h>
#include <aspic/http/wire_response.h>

namespace aspic {

namespace {

// A 304 has these too (RFC 9110, section 15.4.5), and the security fields, which a page may not
// have had when a browser stored it (RFC 9111, section 4.3.4).
constexpr std::array<std::string_view, 6> fields_of_304{
    "Cache-Control", "Content-Location", "Date", "Expires", "Last-Modified", "Vary"};

bool is_of_304(std::string_view name)
{
    return is_among(fields_of_304, name) ||
           std::ranges::any_of(security_fields, [name](const auto& field) {
               return equal_ignoring_case(field.first, name);
           });
}

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
    if (entry.problem) add("Accept");
    return vary;
}

// The fields of a page that a 304 has too. Each of them is one field. Of two dates, the first one
// counts, as for the entry's own times: both in one field are no date.
void append_fields_of_304(std::string& head, const Entry& entry)
{
    const auto append = [&head](std::string_view name, const auto& value) {
        if (value) append_field(head, name, *value);
    };
    for (const std::string_view name : fields_of_304) {
        if (name == "Vary") {
            if (const std::string vary = vary_of(entry); !vary.empty())
                append_field(head, name, vary);
        } else if (name == "Last-Modified" && !entry.fields.has(name)) {
            append_field(head, name, format_date(entry.modified));
        } else if (name == "Date" || name == "Last-Modified") {
            append(name, entry.fields.get(name));
        } else {
            append(name, entry.fields.joined(name));
        }
    }
    for (const auto& [name, value] : security_fields)
        append(name, entry.fields.joined(name));
}

// The status, and the stored fields that all copies share and a 304 does not have.
std::string begin_head(const Entry& entry, const Headers& fields)
{
    static constexpr std::array<std::string_view, 4> left_out{"ETag", "Content-Length",
                                                              own_targeted_field, "Status"};
    std::string head = status_and_fields(entry.status, {});
    head.reserve(512);
    for (const auto& [name, value] : fields) {
        if (!is_among(left_out, name) && !is_of_304(name)) append_field(head, name, value);
    }
    return head;
}

// What the ETag of a copy says beside the hash of the page. Copies for two dictionaries have other
// bytes, so they have other tags (RFC 9110, section 8.8.1).
std::string tag_suffix(const Entry& entry, ContentCoding coding)
{
    std::string suffix{coding_name(coding)};
    if (coding == ContentCoding::dcz) suffix.append("-").append(entry.dictionary);
    return suffix;
}

}  // namespace

SharedHead Entry::head_of(const Representation& one) const
{
    if (&one == problem.get()) return {one.fields};
    return {head, one.fields};
}

SharedHead Entry::head_of_304(const Representation& one) const
{
    static const std::string status_line = status_and_fields(304, {});
    return {status_line, head.view().substr(head_of_304_at), one.tag_line()};
}

void prepare_fields(Entry& entry)
{
    std::string head = begin_head(entry, entry.fields);
    entry.head_of_304_at = static_cast<std::uint32_t>(head.size());
    append_fields_of_304(head, entry);
    entry.head = head;
    const auto prepare_one = [&](Representation& one, std::string fields, std::string_view etag) {
        if (!has_no_body(entry.status))
            append_field(fields, "Content-Length", std::to_string(one.size));
        append_field(fields, "ETag", etag);
        one.fields = fields;
        one.etag = etag;
    };
    const std::string own_etag{entry.fields.get("ETag").value_or("")};
    const std::string etag = own_etag.empty() ? entry.body_etag.str() : own_etag;
    const bool is_tag = is_entity_tag(etag);
    for (Representation& one : entry.representations) {
        std::string fields;
        if (one.coding != ContentCoding::identity)
            append_field(fields, "Content-Encoding", coding_name(one.coding));
        prepare_one(one, std::move(fields),
                    is_tag ? with_coding(etag, tag_suffix(entry, one.coding)) : etag);
    }
    if (entry.problem) {
        Headers of_json = entry.fields.headers();
        of_json.set("Content-Type", problem_type);
        std::string fields = begin_head(entry, of_json);
        fields.append(head, entry.head_of_304_at);
        prepare_one(*entry.problem, std::move(fields), etag_of(entry.problem->body));
    }
}

}  // namespace aspic
