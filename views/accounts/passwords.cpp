#include "accounts/passwords.h"

#include <sodium.h>

#include <chrono>
#include <new>
#include <semaphore>
#include <stdexcept>

#include "base/waiting_room.h"

namespace manual {

namespace {

using namespace std::chrono_literals;

constexpr unsigned long long passes = 3;
constexpr std::size_t hashing_memory = 48U << 20;
constexpr std::ptrdiff_t at_once = 2;

std::counting_semaphore<at_once> turns{at_once};

// A hash that is made like the others, but from random bytes. Nobody knows a password for it.
const std::string of_nobody =
    "$argon2id$v=19$m=49152,t=3,p=1$Y7sDzOlztouUiG6AotLzrw$kSJvNArQev+mJr7511cb3zENnEh7Z/"
    "q24cK4wxztsCU";

class Turn {
public:
    Turn()
    {
        if (!turns.try_acquire()) {
            const auto seat = waiting_room().enter();
            if (!seat || !turns.try_acquire_for(waiting_room().longest())) throw HashingBusy{};
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

HashingBusy::HashingBusy()
    : aspic::Unavailable{
          "Too many people are signing in at this moment. Please try again in a few "
          "seconds.",
          2s}
{
}

std::string hash_password(std::string_view password)
{
    const Turn turn;
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, password.data(), password.size(), passes, hashing_memory) != 0)
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
    is_password(password, of_nobody);
}

}  // namespace manual
