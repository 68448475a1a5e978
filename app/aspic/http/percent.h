#pragma once
// Percent-encoding (RFC 3986, section 2.1). Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// Encodes every byte but the unreserved ones (letters, digits, - . _ ~): right within a path
/// segment and a query.
std::string percent_encode(std::string_view text);

/// Nothing where a `%` is not followed by two hexadecimal digits. `+` stays `+`.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace aspic
