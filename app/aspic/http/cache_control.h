#pragma once
// The directives of a Cache-Control field (RFC 9111, section 5.2). Pure functions and values.

#include <chrono>
#include <optional>
#include <string_view>

#include <aspic/http/headers.h>

namespace aspic {

/// What a response tells a shared cache. The case of directive names does not matter. A directive
/// with a field list (`private="Set-Cookie"`) counts as the directive without the list, so at worst
/// too little is kept.
struct CacheControl {
    bool no_store = false;
    bool no_cache = false;
    bool is_private = false;
    bool is_public = false;
    /// Set by proxy-revalidate too: both mean the same to a shared cache.
    bool must_revalidate = false;
    std::optional<std::chrono::seconds> max_age;
    std::optional<std::chrono::seconds> s_maxage;
    std::optional<std::chrono::seconds> stale_while_revalidate;  // RFC 5861
    std::optional<std::chrono::seconds> stale_if_error;

    /// Reads a whole field, or several fields joined by commas. Quoted strings may hold commas.
    static CacheControl parse(std::string_view field);
};

/// Marks the response as private to one visitor: no shared cache keeps it, and the browser
/// revalidates it before it shows it again. Fields that tell some caches something else are removed
/// (Surrogate-Control, and CDN-Cache-Control and similar fields, RFC 9213, section 2).
void make_private(Headers& headers);

/// True for a field for some caches alone: Surrogate-Control, and targeted fields such as
/// CDN-Cache-Control (RFC 9213, section 2). False for Cache-Control itself.
bool is_targeted_field(std::string_view name);

/// Marks the response as private to one visitor, and leaves to the browser how long it keeps it:
/// "public, max-age=60, s-maxage=600" becomes "private, max-age=60". Removes the fields for some
/// caches alone, as make_private does.
void forbid_shared_caches(Headers& headers);

/// Cacheable only by this visitor's browser, for `time`; `Vary: Cookie` protects other users of it.
void keep_privately(Headers& headers, std::chrono::seconds time);

/// True if a Vary field has `*` among its members, with any space around it.
bool varies_on_everything(std::string_view vary_field);

}  // namespace aspic
