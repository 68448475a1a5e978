// Knows the browsers in which an account has been used. Each sign-up and sign-in sets a sealed
// cookie that names the accounts. It stays after signing out (OWASP, "Device Cookies"). It does not
// sign anyone in: it only exempts its browser from the waits that failures of others cause.
//
// The key is stored in the accounts' database. So a device cookie is valid as long as the accounts
// exist, even if the session keys change. Any thread may call this.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/database_pool.h"

namespace aspic {
class Request;
}

namespace manual {

// One browser, and the accounts that it has signed in to, the most recent first.
struct Device {
    using Time = std::chrono::sys_seconds;
    static constexpr std::chrono::seconds lifetime = std::chrono::days{365};
    static constexpr std::size_t most_accounts = 4;  // older ones are dropped

    struct Known {
        std::int64_t account;
        Time until;
    };
    std::string id;  // random; empty if the browser has no valid cookie
    std::vector<Known> accounts;

    bool knows(std::int64_t account, Time now) const;
    void remember(std::int64_t account, Time now);
};

class DeviceCookies {
public:
    // Reads the key, or creates it. Other processes may do this at the same time. The cookie is
    // "device", or with the prefix "shop" of --cookie-prefix "shop-device".
    explicit DeviceCookies(DatabasePool& accounts, const std::string& prefix = {});

    // If several cookies have the name, the first valid one counts, because another site on the
    // same domain may set one too.
    Device read(const aspic::Request& request) const;
    // Returns the Set-Cookie field. `path` is the part of the site that needs the cookie.
    std::string write(const Device& device, std::string_view path, bool secure) const;

    // Returns only the value of the cookie.
    std::string seal(const Device& device) const;
    // Returns a device without an id if the value is damaged or from another site.
    Device open(std::string_view value) const;

private:
    std::string name_;
    std::array<unsigned char, 32> key_{};
};

}  // namespace manual
