#pragma once
// The directives of a Cache-Control field (RFC 9111, section 5.2). Pure functions and values.

#include <chrono>
#include <optional>
#include <string_view>

#include <aspic/http/headers.h>

namespace aspic {

/// What a response says of being kept by a shared cache. Directive names are read without regard to
/// case, and a directive with a field list (`private="Set-Cookie"`) counts as the directive itself:
/// less is kept, never too much.
struct CacheControl {
    bool no_store = false;
    bool no_cache = false;
    bool is_private = false;
    bool is_public = false;
    bool must_revalidate = false;  // proxy-revalidate too: to a shared cache both say the same
    std::optional<std::chrono::seconds> max_age;
    std::optional<std::chrono::seconds> s_maxage;
    std::optional<std::chrono::seconds> stale_while_revalidate;  // RFC 5861
    std::optional<std::chrono::seconds> stale_if_error;

    /// Reads a whole field, several joined by commas included; quoted strings may hold commas.
    static CacheControl parse(std::string_view field);
};

/// Marks the response as one visitor's own: no shared cache keeps it, and the browser asks before it
/// shows it again. A field that would tell some caches otherwise (CDN-Cache-Control and its like, RFC
/// 9213, section 2; Surrogate-Control) is removed.
void make_private(Headers& headers);

/// Cacheable only by this visitor's browser, for `time`; `Vary: Cookie` protects other users of it.
void keep_privately(Headers& headers, std::chrono::seconds time);

/// True if a Vary field has `*` among its members, with any space around it.
bool varies_on_everything(std::string_view vary_field);

}  // namespace aspic
