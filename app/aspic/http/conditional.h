#pragma once
// Preconditions of GET and HEAD: is the client's copy still valid, and does the client get the
// representation that it expects? (RFC 9110, section 13.) Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/base/text_list.h>
#include <aspic/http/request.h>

namespace aspic {

/// The values of all If-Match (or If-None-Match) fields of a request.
using TagLists = TextList<2>;

/// The precondition fields of a request. They point into it.
struct Preconditions {
    Preconditions() = default;
    /// Looks at each field of the request once.
    explicit Preconditions(const Request& request);

    TagLists if_match{};
    TagLists if_none_match{};
    std::optional<std::string_view> if_unmodified_since{};
    std::optional<std::string_view> if_modified_since{};
    /// Only read if there is If-None-Match.
    std::string_view accept_encoding{};

    bool empty() const
    {
        return if_match.empty() && if_none_match.empty() && !if_unmodified_since &&
               !if_modified_since;
    }
};

/// How entity tags are compared (RFC 9110, section 8.8.3.2).
enum class Comparison : std::uint8_t { weak, strong };

/// True if there is one field, and it is `*`.
bool is_star(const TagLists& lists);

/// True if one of the lists has `etag`, a quoted entity tag. An `etag` that is malformed is in no
/// list.
bool has_etag(const TagLists& lists, std::string_view etag, Comparison comparison);

/// True if one of the lists has `etag` with the suffix of a front end that codes our answers itself
/// ("-gzip", "--gzip", ";gzip" and similar, inside the quotes), by weak comparison. A coding that
/// the client does not accept does not count: it is the copy of another client, which a shared
/// cache in front of us has.
bool has_coded_etag(const TagLists& lists, std::string_view etag, std::string_view accept_encoding);

/// True if `modified` is after the date of the field. Returns nullopt if there is no field, its
/// date is malformed, or `modified` is not known: the field is then ignored (RFC 9110, sections
/// 13.1.3 and 13.1.4).
std::optional<bool> is_modified_since(std::optional<std::string_view> field,
                                      std::optional<Time> modified);

/// What a request with preconditions gets.
enum class Verdict : std::uint8_t {
    proceed,       // the answer as without preconditions
    not_modified,  // 304
    failed,        // 412
};

/// Evaluates the preconditions in the order of RFC 9110, section 13.2.2, for an answer that would
/// be 2xx without them. `etag` is empty, and `modified` has no value, if the answer has none.
Verdict judge(const Preconditions& conditions, std::string_view etag, std::optional<Time> modified);

/// A strong entity tag for these bytes, with its quotes.
std::string etag_of(std::string_view body);

}  // namespace aspic
