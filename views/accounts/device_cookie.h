// Browsers that an account has been used in: a sealed cookie, set at each sign-up and sign-in, that
// names the accounts and stays after signing out (OWASP, "Device Cookies"). It signs nobody in. It
// only lets its browser pass the brake on guessing that strangers have set off.
//
// The key is kept beside the accounts, in their database: a device cookie is good as long as the
// accounts are, whatever becomes of the keys of the sessions. Callable from any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/database_pool.h"

namespace manual {

// One browser, and the accounts that it has signed in to, the last one first.
struct Device {
    using Time = std::chrono::sys_seconds;
    static constexpr std::chrono::seconds lifetime = std::chrono::days{365};
    static constexpr std::size_t most_accounts = 4;  // older ones are dropped

    struct Known {
        std::int64_t account;
        Time until;
    };
    std::string id;  // random; empty in a browser without a good cookie
    std::vector<Known> accounts;

    bool knows(std::int64_t account, Time now) const;
    void remember(std::int64_t account, Time now);
};

class DeviceCookies {
public:
    // Reads the key, or makes it. Other processes may do the same at this moment.
    explicit DeviceCookies(DatabasePool& accounts);

    // From the request's Cookie field. Where several cookies have the name, the first good one
    // counts: another site of the same domain may set one as well.
    Device read(std::string_view cookie_field) const;
    // The Set-Cookie field. `path` is the part of the site that needs it.
    std::string write(const Device& device, std::string_view path, bool secure) const;

    // The cookie's value alone.
    std::string seal(const Device& device) const;
    // A device without an id where the value is damaged or foreign.
    Device open(std::string_view value) const;

private:
    std::array<unsigned char, 32> key_{};
};

}  // namespace manual
