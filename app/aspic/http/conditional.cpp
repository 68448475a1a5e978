#include <aspic/http/conditional.h>

#include <array>

#include <aspic/base/digest.h>
#include <aspic/base/syntax.h>
#include <aspic/http/content_coding.h>
#include <aspic/http/dates.h>

namespace aspic {

namespace {

constexpr std::size_t hash_bytes = 16;

/// A front end appends one of these inside the quotes, after a separator: Apache and lighttpd write
/// `-`, others `--` or `;`.
constexpr std::array<std::string_view, 4> codings{"gzip", "br", "deflate", "zstd"};

/// Removes the suffix of one coding that the client accepts. Returns false if there is none.
bool remove_coding(std::string_view& opaque, std::string_view accept_encoding)
{
    for (const std::string_view coding : codings) {
        if (!opaque.ends_with(coding)) continue;
        std::string_view base = opaque.substr(0, opaque.size() - coding.size());
        if (base.ends_with("--")) {
            base.remove_suffix(2);
        } else if (base.ends_with('-') || base.ends_with(';')) {
            base.remove_suffix(1);
        } else {
            continue;
        }
        if (!accepts_coding(accept_encoding, coding)) return false;
        opaque = base;
        return true;
    }
    return false;
}

struct EntityTag {
    std::string_view opaque;  // the text between its quotes
    bool is_weak;
};

/// Removes the entity tag at the front of the text. Returns nullopt if there is none.
std::optional<EntityTag> take_tag(std::string_view& text)
{
    const bool is_weak = text.starts_with("W/");
    if (is_weak) text.remove_prefix(2);
    if (!text.starts_with('"')) return std::nullopt;
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto opaque = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return EntityTag{opaque, is_weak};
}

/// The tag that the whole text is.
std::optional<EntityTag> parse_tag(std::string_view text)
{
    const auto tag = take_tag(text);
    return text.empty() ? tag : std::nullopt;
}

/// Malformed members match nothing, and do not hide the members after them.
template <class Match>
bool any_tag(const TagLists& lists, const Match& match)
{
    for (const std::string_view list : lists) {
        std::string_view rest = syntax::trim(list);
        while (!rest.empty()) {
            const auto tag = take_tag(rest);
            const auto after = syntax::trim(syntax::take_until(rest, ','));
            if (tag && after.empty() && match(*tag)) return true;
            rest = syntax::trim(rest);
        }
    }
    return false;
}

}  // namespace

Preconditions::Preconditions(const Request& request)
{
    for (const auto& [name, value] : request.fields()) {
        if (name.empty() || syntax::lower(name.front()) != 'i') continue;  // nearly all fields
        if (same_field_name(name, "If-Match")) {
            if_match.push_back(value);
        } else if (same_field_name(name, "If-None-Match")) {
            if_none_match.push_back(value);
        } else if (same_field_name(name, "If-Unmodified-Since")) {
            if_unmodified_since = if_unmodified_since.value_or(value);
        } else if (same_field_name(name, "If-Modified-Since")) {
            if_modified_since = if_modified_since.value_or(value);
        }
    }
    if (!if_none_match.empty()) accept_encoding = request.header("Accept-Encoding").value_or("");
}

bool is_star(const TagLists& lists)
{
    return lists.size() == 1 && syntax::trim(*lists.begin()) == "*";
}

bool has_etag(const TagLists& lists, std::string_view etag, Comparison comparison)
{
    const auto ours = parse_tag(etag);
    if (!ours || (comparison == Comparison::strong && ours->is_weak)) return false;
    return any_tag(lists, [&](const EntityTag& theirs) {
        return theirs.opaque == ours->opaque && (comparison == Comparison::weak || !theirs.is_weak);
    });
}

bool has_coded_etag(const TagLists& lists, std::string_view etag, std::string_view accept_encoding)
{
    const auto ours = parse_tag(etag);
    return ours && any_tag(lists, [&](EntityTag theirs) {
               while (remove_coding(theirs.opaque, accept_encoding)) {
                   if (theirs.opaque == ours->opaque) return true;
               }
               return false;
           });
}

std::optional<bool> is_modified_since(std::optional<std::string_view> field,
                                      std::optional<Time> modified)
{
    if (!field || !modified) return std::nullopt;
    const auto date = parse_date(*field);
    if (!date) return std::nullopt;
    return *modified > *date;
}

Verdict judge(const Preconditions& conditions, std::string_view etag, std::optional<Time> modified)
{
    if (!conditions.if_match.empty()) {
        if (!is_star(conditions.if_match) &&
            !has_etag(conditions.if_match, etag, Comparison::strong))
            return Verdict::failed;
    } else if (is_modified_since(conditions.if_unmodified_since, modified) == true) {
        return Verdict::failed;
    }
    if (!conditions.if_none_match.empty()) {
        const bool has_copy =
            is_star(conditions.if_none_match) ||
            has_etag(conditions.if_none_match, etag, Comparison::weak) ||
            has_coded_etag(conditions.if_none_match, etag, conditions.accept_encoding);
        return has_copy ? Verdict::not_modified : Verdict::proceed;
    }
    return is_modified_since(conditions.if_modified_since, modified) == false
               ? Verdict::not_modified
               : Verdict::proceed;
}

std::string etag_of(std::string_view body)
{
    return '"' + digest(body, hash_bytes) + '"';
}

}  // namespace aspic
