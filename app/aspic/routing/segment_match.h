#pragma once
// Whether the segments of a path fit the segments of a pattern. Inner part of the routing room.
// Pure functions; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/routing/pattern.h>

namespace aspic {

/// True for "0", "7", "-12": each int has one such text, so each number has one URL.
bool is_canonical_int(std::string_view text);
/// The value of such a text. REQUIRES: is_canonical_int(text).
int to_int(std::string_view text);

/// The text that the capture `wanted` takes of one segment of a path; nullopt if it does not fit.
/// Never empty.
std::optional<std::string_view> captured(const PatternSegment& wanted, std::string_view segment);

/// The text that a <path:name> takes: the segments with "/" between them. Nullopt if there are
/// none, if one is empty (a "/" at the end), or if one contains a "/" (%2F in the URL): each text
/// has one URL.
std::optional<std::string> captured_rest(std::span<const std::string_view> segments);

/// The captured texts, in order, if this URL of the site has the shape of the pattern. The URL may
/// have a query. The prefix of the mount may be missing.
std::optional<std::vector<std::string>> match_url(const Pattern& pattern, std::string_view url);

}  // namespace aspic
