#include "store/passwords.h"

#include <aspic/aspic.h>
#include <sodium.h>

#include <array>
#include <chrono>
#include <new>
#include <semaphore>

namespace {

using namespace std::chrono_literals;

std::counting_semaphore<> turns{2};

class Turn {
public:
    Turn()
    {
        if (!turns.try_acquire_for(5s))
            throw aspic::Unavailable{"Many people are signing in. Please try again.", 5s};
    }
    ~Turn() { turns.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
};

}  // namespace

std::string hash_password(std::string_view password)
{
    const Turn turn;
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        throw std::bad_alloc{};
    return hash.data();
}

bool is_password(std::string_view password, const std::string& hash)
{
    const Turn turn;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& hash_of_nobody()
{
    static const std::string hash = [] {
        std::string random(32, '\0');
        randombytes_buf(random.data(), random.size());
        return hash_password(random);
    }();
    return hash;
}
