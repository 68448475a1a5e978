#pragma once
// The directives of a Cache-Control field (RFC 9111, section 5.2). Pure functions and values.

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <aspic/http/headers.h>

namespace aspic {

/// What a response tells a shared cache. The case of directive names does not matter.
struct CacheControl {
    bool no_store = false;
    // With a field list (`no-cache="Set-Cookie"`) they count like the directive without the list,
    // so at worst too little is kept.
    bool no_cache = false;
    bool is_private = false;
    bool is_wholly_private = false;  // `private` stands there without a list
    bool is_public = false;
    bool must_revalidate = false;
    bool proxy_revalidate = false;
    bool must_understand = false;
    bool no_transform = false;
    /// A member is no directive: "max-age=60;private", "private x", an open quote. It may have been
    /// meant as the strictest directive, so no shared cache may keep the response.
    bool is_malformed = false;
    std::optional<std::chrono::seconds> max_age;
    std::optional<std::chrono::seconds> s_maxage;
    std::optional<std::chrono::seconds> stale_while_revalidate;  // RFC 5861
    std::optional<std::chrono::seconds> stale_if_error;

    /// Reads all Cache-Control fields. Each is read by itself, so that an open quote in one cannot
    /// hide the next one. Quoted strings may hold commas. If a lifetime is given twice, the shorter
    /// one counts (RFC 9111, section 4.2.1).
    static CacheControl of(const Headers& headers);

    /// True if no cache may store the response. A cache that knows its status ignores a no-store
    /// beside must-understand (RFC 9111, section 5.2.2.3).
    bool forbids_storing() const { return no_store && !must_understand; }
    /// True if a shared cache must not use the response for a second request by itself.
    bool forbids_sharing() const
    {
        return forbids_storing() || no_cache || is_private || is_malformed;
    }
    /// True if a shared cache may serve the response after its lifetime (RFC 9111, sections 4.2.4
    /// and 5.2.2.10: s-maxage forbids it like proxy-revalidate).
    bool may_be_stale() const
    {
        return !must_revalidate && !proxy_revalidate && !no_cache && !s_maxage;
    }
};

/// The flag of the directive with this name, and its lifetime; null if the directive has none or is
/// not known. The case of the name does not matter.
bool* flag_of(CacheControl& control, std::string_view name);
std::optional<std::chrono::seconds>* lifetime_of(CacheControl& control, std::string_view name);

/// The members of all Cache-Control fields as they are written, joined by ", ", without the
/// directives of these names.
std::string other_directives(const Headers& headers, std::span<const std::string_view> names);

/// Marks the response as private to one visitor: no shared cache keeps it, and the browser
/// revalidates it before it shows it again. Removes Expires and the targeted fields.
void make_private(Headers& headers);

/// Sets the fields so that no cache stores the answer, not even the visitor's browser, and removes
/// its validators.
void forbid_storing(Headers& headers);

/// Marks the response as private to one visitor, and leaves to the browser how long it keeps it:
/// "public, max-age=60, s-maxage=600" becomes "private, max-age=60". If the field is malformed, the
/// browser keeps nothing. Removes the targeted fields.
void forbid_shared_caches(Headers& headers);

/// Cacheable only by this visitor's browser, for `time`; `Vary: Cookie` protects other users of it.
void keep_privately(Headers& headers, std::chrono::seconds time);

/// True if a Vary field has `*` among its members, with any space around it.
bool varies_on_everything(std::string_view vary_field);

}  // namespace aspic
