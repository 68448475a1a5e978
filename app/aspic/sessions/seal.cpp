#include <aspic/sessions/seal.h>

#include <sodium.h>

#include <algorithm>

#include <aspic/base/encoding.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SessionKey::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

/// Without padding, the length that libsodium computes is the length of the text plus one for the
/// NUL.
constexpr std::size_t base64_size(std::size_t bytes)
{
    return sodium_base64_ENCODED_LEN(bytes, base64_variant) - 1;
}

}  // namespace

std::size_t sealed_size(std::size_t payload_bytes)
{
    return base64_size(nonce_size + payload_bytes + tag_size);
}

std::string seal(std::string_view payload, std::string_view purpose, const SessionKey& key)
{
    std::string box(nonce_size + payload.size() + tag_size, '\0');
    randombytes_buf(box.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(box) + nonce_size, nullptr,
                                               bytes_of(payload), payload.size(), bytes_of(purpose),
                                               purpose.size(), nullptr, bytes_of(box), key.data());

    return to_base64url(box);
}

bool is_sealed_text(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) {
        return syntax::is_letter(c) || syntax::is_digit(c) || c == '-' || c == '_';
    });
}

std::optional<std::string> unseal(std::string_view text, std::string_view purpose,
                                  const SessionKeys& keys)
{
    const auto decoded = from_base64url(text);
    if (!decoded || decoded->size() < nonce_size + tag_size) return std::nullopt;
    const std::string& box = *decoded;
    std::string payload(box.size() - nonce_size - tag_size, '\0');
    for (const SessionKey& key : keys) {
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(
                bytes_of(payload), nullptr, nullptr, bytes_of(box) + nonce_size,
                box.size() - nonce_size, bytes_of(purpose), purpose.size(), bytes_of(box),
                key.data()) == 0) {
            return payload;
        }
    }
    return std::nullopt;
}

}  // namespace aspic
