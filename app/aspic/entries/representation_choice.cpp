#include <aspic/entries/representation_choice.h>

#include <array>

#include <aspic/http/content_coding.h>
#include <aspic/http/problem.h>

namespace aspic {

namespace {

const Representation& preferred(const Entry& entry, const Request& request, const Codings& copies)
{
    if (!has_coded(copies)) return entry.representations[ContentCoding::identity];
    return entry.representations[preferred_coding(request, copies)];
}

bool accepts(const Request& request, std::string_view accept_encoding, ContentCoding coding)
{
    if (coding == ContentCoding::identity) return accepts_coding(accept_encoding, "identity");
    return (coding != ContentCoding::dcz || request.has_dictionary()) &&
           accepts_coding(accept_encoding, coding_name(coding));
}

/// The copy that the client has and accepts, or null. Tags that we gave come first. A front end
/// that codes our answers itself has added a suffix to the tag of the copy that is not coded.
const Representation* copy_of_client(const Entry& entry, const Request& request,
                                     const Representation& preferred, const Codings& copies,
                                     const Preconditions& conditions)
{
    const TagLists& tags = conditions.if_none_match;
    if (is_star(tags) || has_etag(tags, preferred.etag, Comparison::weak)) return &preferred;
    for (const Representation& one : entry.representations) {
        if (copies[static_cast<std::size_t>(one.coding)] &&
            has_etag(tags, one.etag, Comparison::weak) &&
            accepts(request, conditions.accept_encoding, one.coding))
            return &one;
    }
    // If-Match names tags as we gave them, so no front end codes our answers.
    const Representation& identity = entry.representations[ContentCoding::identity];
    const bool is_coded_by_front_end =
        conditions.if_match.empty() &&
        has_coded_etag(tags, identity.etag, conditions.accept_encoding);
    return is_coded_by_front_end ? &identity : nullptr;
}

/// The copies that the client expects (If-Match), or all if it names none.
Codings expected(const Entry& entry, const TagLists& tags)
{
    Codings copies = entry.copies();
    if (tags.empty() || is_star(tags)) return copies;
    for (const Representation& one : entry.representations) {
        if (!has_etag(tags, one.etag, Comparison::strong))
            copies[static_cast<std::size_t>(one.coding)] = false;
    }
    return copies;
}

}  // namespace

ContentCoding preferred_coding(const Request& request, Codings available)
{
    if (!request.has_dictionary()) available[static_cast<std::size_t>(ContentCoding::dcz)] = false;
    return negotiate_coding(request.header("Accept-Encoding").value_or(""), available);
}

Choice choose(const Entry& entry, const Request& request)
{
    if (sends_problem(entry, request)) return {entry.problem.get(), Verdict::proceed};
    const bool is_successful = entry.status >= 200 && entry.status < 300;
    const Preconditions conditions = is_successful ? Preconditions{request} : Preconditions{};
    const Codings copies = expected(entry, conditions.if_match);
    const Representation& one = preferred(entry, request, copies);
    if (conditions.empty()) return {&one, Verdict::proceed};
    const Verdict verdict = judge(conditions, one.etag, entry.modified);
    if (verdict == Verdict::failed) return {&one, verdict};
    if (const auto* copy = copy_of_client(entry, request, one, copies, conditions))
        return {copy, Verdict::not_modified};
    return {&one, verdict};
}

bool has_body_for(const Entry& entry, const Request& request)
{
    if (entry.is_whole() || sends_problem(entry, request)) return true;
    return !request.header("If-Match") && preferred(entry, request, entry.copies()).is_loaded();
}

bool sends_problem(const Entry& entry, const Request& request)
{
    return entry.problem && prefers_json(request.header("Accept").value_or(""));
}

}  // namespace aspic
