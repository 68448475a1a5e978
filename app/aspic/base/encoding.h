#pragma once
// Encodes bytes as text. Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// Two lower-case hexadecimal digits for each byte.
std::string to_hex(std::string_view bytes);
/// Accepts digits of either case. Returns nothing if the text is not made of pairs of them.
std::optional<std::string> from_hex(std::string_view text);

/// URL-safe base64 without padding (RFC 4648, section 5).
std::string to_base64url(std::string_view bytes);
/// Reads what `to_base64url` writes. Returns nothing for any other text: each sequence of bytes has
/// only one. Not for keys: the time that it takes depends on the text.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace aspic
