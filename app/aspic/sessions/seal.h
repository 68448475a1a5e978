#pragma once
// Sealed text, which only this server can read or write: XChaCha20-Poly1305 with the session keys.
// Pure functions, except for the random nonce; any thread.
//
// The text is the base64url encoding, without padding, of nonce (24 bytes), ciphertext and tag (16
// bytes). The purpose is the additional data: text that is sealed for one purpose does not open for
// another.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/sessions/session_keys.h>

namespace aspic {

/// The length of the sealed text of a payload of `payload_bytes`.
std::size_t sealed_size(std::size_t payload_bytes);

std::string seal(std::string_view payload, std::string_view purpose, const SessionKey& key);

/// True if the text has only characters that `seal` writes.
bool is_sealed_text(std::string_view text);

/// Returns the payload; nullopt if the text is damaged, not ours, or sealed for another purpose or
/// with a key that was removed.
std::optional<std::string> unseal(std::string_view text, std::string_view purpose,
                                  const SessionKeys& keys);

}  // namespace aspic
