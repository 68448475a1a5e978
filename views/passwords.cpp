#include "passwords.h"

#include <sodium.h>

#include <chrono>
#include <new>
#include <semaphore>

namespace manual {

namespace {

using namespace std::chrono_literals;

constexpr unsigned long long passes = 3;
constexpr std::size_t memory = 48U << 20;
constexpr std::ptrdiff_t at_once = 2;

std::counting_semaphore<at_once> turns{at_once};

class Turn {
public:
    Turn()
    {
        if (!turns.try_acquire_for(5s)) {
            throw HashingBusy{
                "Too many people are signing in at this moment. Please try again shortly."};
        }
        if (sodium_init() < 0) {
            turns.release();
            throw std::runtime_error{"libsodium cannot be used on this machine"};
        }
    }
    ~Turn() { turns.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
};

}  // namespace

std::string hash_password(std::string_view password)
{
    const Turn turn;
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, password.data(), password.size(), passes, memory) != 0)
        throw std::bad_alloc{};
    return hash;
}

bool is_password(std::string_view password, const std::string& hash)
{
    const Turn turn;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void check_nothing(std::string_view password)
{
    static const std::string of_nobody = hash_password("the password of nobody");
    is_password(password, of_nobody);
}

}  // namespace manual
