#include <aspic/base/digest.h>

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace aspic {

std::string digest(std::string_view text, std::size_t bytes)
{
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    constexpr std::size_t most = 32;
    if (bytes == 0 || bytes > most) throw std::invalid_argument{"a digest has 1 to 32 bytes"};
    // BLAKE2b of another length is another hash; the beginning of one serves for all lengths.
    std::array<unsigned char, most> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr,
                       0);
    std::array<char, sodium_base64_ENCODED_LEN(most, variant)> encoded{};
    sodium_bin2base64(encoded.data(), encoded.size(), hash.data(), bytes, variant);
    return encoded.data();
}

}  // namespace aspic
