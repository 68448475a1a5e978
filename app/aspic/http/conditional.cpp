#include <aspic/http/conditional.h>

#include <array>

#include <aspic/base/syntax.h>
#include <aspic/http/dates.h>

namespace aspic {

namespace {

/// A front end appends one of these inside the quotes, after a separator: Apache and lighttpd write
/// `-`, others `--` or `;`.
constexpr std::array<std::string_view, 4> codings{"gzip", "br", "deflate", "zstd"};

std::string_view without_coding(std::string_view opaque)
{
    for (bool again = true; again;) {
        again = false;
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
            opaque = base;
            again = true;
        }
    }
    return opaque;
}

/// Removes the entity tag at the front and returns the text between its quotes. Returns nullopt if
/// there is no tag.
std::optional<std::string_view> take_opaque_tag(std::string_view& text)
{
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (!text.starts_with('"')) return std::nullopt;
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto opaque = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return opaque;
}

}  // namespace

bool matches_etag(std::string_view if_none_match, std::string_view etag)
{
    std::string_view rest = syntax::trim(if_none_match);
    if (rest == "*") return true;
    const auto ours = take_opaque_tag(etag);
    if (!ours) return false;
    const auto wanted = without_coding(*ours);
    while (!rest.empty()) {
        const auto theirs = take_opaque_tag(rest);
        const auto after = syntax::trim(syntax::take_until(rest, ','));
        if (theirs && after.empty() && without_coding(*theirs) == wanted) return true;
        rest = syntax::trim(rest);
    }
    return false;
}

bool not_modified(std::optional<std::string_view> if_none_match,
                  std::optional<std::string_view> if_modified_since, std::string_view etag,
                  Time last_modified)
{
    if (if_none_match) return matches_etag(*if_none_match, etag);
    if (!if_modified_since) return false;
    const auto date = parse_date(*if_modified_since);
    return date && last_modified <= *date;
}

}  // namespace aspic
