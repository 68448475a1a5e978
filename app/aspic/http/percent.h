#pragma once
// Percent-encoding (RFC 3986, section 2.1). Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/syntax.h>

namespace aspic {

/// True for a character that is never encoded: letters, digits, - . _ ~.
constexpr bool is_unreserved(char c)
{
    return syntax::is_letter(c) || syntax::is_digit(c) || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

/// Encodes every byte except the unreserved ones. The result is valid in
/// a path segment and in a query.
std::string percent_encode(std::string_view text);

/// The same, but keeps "/", so the result is a part of a path with the same segments.
std::string percent_encode_path(std::string_view text);

/// Returns nullopt if a `%` is not followed by two hexadecimal digits. `+` stays `+`.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace aspic
