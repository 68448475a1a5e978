#pragma once
// Is the copy that a client holds still right? (RFC 9110, section 13.) Pure functions.

#include <optional>
#include <string_view>

#include <aspic/base/clock.h>

namespace aspic {

/// True where `if_none_match` is `*` or lists `etag` (a quoted entity tag) by weak comparison
/// (RFC 9110, sections 8.8.3.2 and 13.1.2). A suffix that a front end appends within the quotes for
/// its own coding ("-gzip", "-br", ";gzip", ...) does not make another tag of it.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// True where a GET or HEAD is to be answered by 304: If-None-Match decides where it is present,
/// If-Modified-Since otherwise (RFC 9110, section 13.2.2). A malformed date is ignored.
bool not_modified(std::optional<std::string_view> if_none_match,
                  std::optional<std::string_view> if_modified_since, std::string_view etag,
                  Time last_modified);

}  // namespace aspic
