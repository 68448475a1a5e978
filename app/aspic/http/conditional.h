#pragma once
// Conditional requests: is the client's copy still valid? (RFC 9110, section 13.) Pure functions.

#include <optional>
#include <string_view>

#include <aspic/base/clock.h>

namespace aspic {

/// True if `if_none_match` is `*` or lists `etag` (a quoted entity tag) by weak comparison (RFC
/// 9110, sections 8.8.3.2 and 13.1.2). A front end may append a suffix for its own coding inside
/// the quotes ("-gzip", "-br", ";gzip", ...); the suffix is ignored.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// True if the answer to a GET or HEAD is 304. If-None-Match decides if it is present, otherwise
/// If-Modified-Since (RFC 9110, section 13.2.2). A malformed date is ignored.
bool not_modified(std::optional<std::string_view> if_none_match,
                  std::optional<std::string_view> if_modified_since, std::string_view etag,
                  Time last_modified);

}  // namespace aspic
