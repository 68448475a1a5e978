// The visitors who have signed up: their names, hashed passwords and failed attempts, and the pages
// that they have read lately (see history.h). They are stored in an SQLite file. Any thread may use
// it. Throws DatabaseUnavailable if the file cannot be used at the moment, and HashingBusy if too
// many passwords are being hashed.
//
// Failed attempts to sign in make the next attempts wait. A browser that has signed in to the
// account before (device_cookie.h) counts only its own failures: after 10 failures it waits from 5
// seconds up to 5 minutes. For all other browsers, failures count
//    - by network, for all names: 20 are free, then 10 seconds up to 15 minutes;
//    - by account and network together: 5 are free, then 5 seconds up to a minute;
//    - by account, for all networks: after 100 failures the account is under attack, until a day
//      passes without a failure. Each network then waits 30 seconds before its first attempt on the
//      account, and up to an hour after its failures.
// So guessing cannot lock out the owner, no matter how many addresses it comes from. A browser that
// the owner has used can sign in at once, and a new one after 30 seconds. On the other hand, each
// additional network allows about 30 more guesses a day. The rules for passwords must withstand
// that (password_rules.h).
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

// The origin of an attempt.
struct Origin {
    std::string_view address;
    Device device{};
};

// The reason why a visitor could not sign up or sign in, as a sentence for the visitor. `wait` is
// not zero if it is too early to try again.
struct Refusal {
    std::string reason;
    std::chrono::seconds wait{0};
};

class Accounts {
public:
    using Time = std::chrono::sys_seconds;

    // Creates the tables, or updates those of an earlier version.
    // `cookie_prefix`: see DeviceCookies.
    explicit Accounts(const std::filesystem::path& file, const std::string& cookie_prefix = {});

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
