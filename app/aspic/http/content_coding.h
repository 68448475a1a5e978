#pragma once
// Which coding of a body does the client want? (RFC 9110, section 12.5.3.) Pure functions.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aspic {

enum class ContentCoding : std::uint8_t { identity, gzip, br };

inline constexpr std::size_t content_coding_count = 3;

/// "gzip", "br"; empty for identity, which has no name in Content-Encoding.
std::string_view coding_name(ContentCoding coding);

/// The best of the codings that are there: by the client's weights, then br before gzip before
/// identity. Identity where the field is absent or empty, or accepts none of them: a body is better
/// than a 406.
ContentCoding negotiate_coding(std::string_view accept_encoding,
                               const std::array<bool, content_coding_count>& available);

}  // namespace aspic
