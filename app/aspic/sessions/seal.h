#pragma once
// Text that only this server reads or writes: XChaCha20-Poly1305 under the session keys. Pure
// functions but for the random nonce; any thread.
//
// The text is base64url without padding of nonce (24 bytes), ciphertext and tag (16). The purpose is
// the additional data: what is sealed for one purpose does not open for another.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/sessions/session_keys.h>

namespace aspic {

/// How long the text of a payload of so many bytes is.
std::size_t sealed_size(std::size_t payload_bytes);

std::string seal(std::string_view payload, std::string_view purpose, const SessionKey& key);

/// True if the text has only characters that `seal` writes.
bool is_sealed_text(std::string_view text);

/// The payload; nothing where the text is damaged, foreign, or sealed for another purpose or with a
/// key that is gone.
std::optional<std::string> unseal(std::string_view text, std::string_view purpose,
                                  const SessionKeys& keys);

}  // namespace aspic
