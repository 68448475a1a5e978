// The visitors who have signed up, in an SQLite file: names, hashed passwords, failed attempts, and
// what they read lately (see history.h). May be shared by all threads. Throws DatabaseUnavailable
// if the file cannot be used at the moment, HashingBusy if too many passwords are hashed at once.
//
// The brake on guessing. A browser that has signed in to the account before (device_cookie.h) counts
// for itself alone: after 10 failures it waits from 5 seconds up to 5 minutes. For all others,
// failures count
//   - by network, for all names: 20 are free, then 10 seconds up to 15 minutes;
//   - by account and network together: 5 are free, then 5 seconds up to a minute;
//   - by account, for all networks: after 100, strangers guess this account from many places. From
//     then on, until a day without a failure, each network waits 30 seconds before its first attempt
//     on the account, and up to an hour after its failures.
// So nobody can keep the owner out by guessing, from however many addresses: a browser that the owner
// has used is let through at once, and a new one after 30 seconds. The price: each further network adds about 30
// guesses a day, which the rules for passwords must bear (password_rules.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <variant>

#include "accounts/attempts.h"
#include "accounts/device_cookie.h"
#include "database/database_pool.h"

namespace manual {

inline constexpr AttemptRule attempts_by_device{10, std::chrono::seconds{5},
                                                std::chrono::minutes{5}};
inline constexpr AttemptRule attempts_by_network{20, std::chrono::seconds{10},
                                                 std::chrono::minutes{15}};
inline constexpr AttemptRule attempts_by_account_and_network{5, std::chrono::seconds{5},
                                                             std::chrono::minutes{1}};
inline constexpr std::int64_t most_failures_of_account = 100;
inline constexpr AttemptRule attempts_by_account{std::numeric_limits<std::int64_t>::max(), {}, {}};
inline constexpr AttemptRule attempts_on_account_under_attack{0, std::chrono::seconds{30},
                                                              std::chrono::hours{1}, true};
inline constexpr AttemptRule sign_ups_by_network{10, std::chrono::minutes{1},
                                                 std::chrono::hours{1}};

struct User {
    std::int64_t id = 0;
    std::string name;  // as given at sign-up, composed
};

// Where an attempt comes from.
struct Origin {
    std::string_view address;
    Device device{};
};

// Why somebody could not sign up or in: a sentence for the visitor. `wait` is not zero where it is
// too early to try again.
struct Refusal {
    std::string reason;
    std::chrono::seconds wait{0};
};

class Accounts {
public:
    using Time = std::chrono::sys_seconds;

    // Makes the tables, or brings those of an earlier version up to date.
    explicit Accounts(const std::filesystem::path& file);

    std::variant<User, Refusal> sign_up(std::string_view name, std::string_view password,
                                        const Origin& from, Time now);
    std::variant<User, Refusal> sign_in(std::string_view name, std::string_view password,
                                        const Origin& from, Time now);

    DatabasePool& database() { return database_; }
    const DeviceCookies& device_cookies() const { return device_cookies_; }

private:
    DatabasePool database_;
    DeviceCookies device_cookies_;
};

}  // namespace manual
