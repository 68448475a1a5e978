#pragma once
// Errors for programs: which clients want JSON, and the JSON (RFC 9457). Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// The media type of `problem_details`.
inline constexpr std::string_view problem_type = "application/problem+json";

/// True if this Accept field (RFC 9110, section 12.5.1) prefers JSON to HTML. It must name
/// application/problem+json or application/json (or application/*) with a larger weight than
/// text/html. An equal weight is enough if the field names HTML only by a wildcard, as in
/// "application/json, */*". So an absent field, and `*/*` alone, mean HTML.
bool prefers_json(std::string_view accept);

/// True if an Accept field names text/html or application/xhtml+xml, as all browsers do for pages.
bool names_html(std::string_view accept);

/// {"type":"about:blank","title":"Not Found","status":404,"detail":"..."} (RFC 9457, sections 3.1
/// and 4.2.1). If the id is not empty, "request_id" follows (section 3.2: an extension).
std::string problem_details(int status, std::string_view detail, std::string_view request_id = {});

}  // namespace aspic
