#include <aspic/base/digest.h>

#include <sodium.h>

#include <array>
#include <stdexcept>

#include <aspic/base/encoding.h>

namespace aspic {

namespace {

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

template <std::size_t size>
std::array<char, size> hash_of(std::string_view text)
{
    std::array<char, size> hash{};
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), size, bytes_of(text),
                       text.size(), nullptr, 0);
    return hash;
}

}  // namespace

struct Digest::State {
    crypto_generichash_state hash;
};

Digest::Digest(std::size_t size) : state_{std::make_unique<State>()}, size_{size}
{
    if (size < crypto_generichash_BYTES_MIN || size > crypto_generichash_BYTES_MAX)
        throw std::invalid_argument{"a hash has 16 to 64 bytes"};
    crypto_generichash_init(&state_->hash, nullptr, 0, size_);
}

Digest::~Digest() = default;

void Digest::add(std::string_view piece)
{
    crypto_generichash_update(&state_->hash, bytes_of(piece), piece.size());
}

void Digest::add_sized(std::string_view text)
{
    add(std::to_string(text.size()) + ':');
    add(text);
}

std::string Digest::bytes()
{
    std::string hash(size_, '\0');
    crypto_generichash_final(&state_->hash, reinterpret_cast<unsigned char*>(hash.data()), size_);
    return hash;
}

std::string digest(std::string_view text, std::size_t bytes)
{
    constexpr std::size_t most = 32;
    if (bytes == 0 || bytes > most) throw std::invalid_argument{"a digest has 1 to 32 bytes"};
    // Every length is the beginning of the same hash.
    return to_base64url({hash_of<most>(text).data(), bytes});
}

std::string short_digest(std::string_view text)
{
    return to_hex({hash_of<16>(text).data(), 8});
}

}  // namespace aspic
