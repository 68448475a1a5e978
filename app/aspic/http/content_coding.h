#pragma once
// Chooses the coding of a body by the client's Accept-Encoding (RFC 9110, section 12.5.3). Pure
// functions.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aspic {

/// dcz is Zstandard with a dictionary that the client has (RFC 9842); the others need nothing.
enum class ContentCoding : std::uint8_t { identity, gzip, br, dcz };

inline constexpr std::size_t content_coding_count = 4;

/// One flag for each coding.
using Codings = std::array<bool, content_coding_count>;
inline constexpr Codings all_codings{true, true, true, true};

/// True if one of them is not the identity.
constexpr bool has_coded(const Codings& some)
{
    return some[1] || some[2] || some[3];
}

/// "gzip", "br", "dcz"; empty for identity, which has no name in Content-Encoding.
std::string_view coding_name(ContentCoding coding);

/// Returns the best available coding: by the client's weights, then dcz before br before gzip
/// before identity. Returns identity if the field is absent or empty, or accepts no available
/// coding: a body is better than a 406.
ContentCoding negotiate_coding(std::string_view accept_encoding, const Codings& available);

/// True if the client accepts this coding, or "identity": if it is named, or any is, with a weight
/// above 0. Without a name, only identity is accepted, unless the client refuses all others.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace aspic
