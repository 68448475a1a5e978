// A brake on guessing: who fails often has to wait before the next attempt. Kept in the accounts'
// database, so it holds across restarts and for all processes. One object per request or per test;
// it borrows the database.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "database.h"

namespace manual {

struct AttemptRule {
    std::int64_t free;             // failures that cost nothing
    std::chrono::seconds first;    // the wait after the next failure; it doubles with each one more
    std::chrono::seconds longest;  // but never exceeds this
};

// By name: short, or else anybody could lock somebody else out. By address: long, but many people
// may share one.
inline constexpr AttemptRule attempts_by_name{5, std::chrono::seconds{5}, std::chrono::minutes{1}};
inline constexpr AttemptRule attempts_by_address{20, std::chrono::seconds{10},
                                                 std::chrono::minutes{15}};
inline constexpr AttemptRule sign_ups_by_address{10, std::chrono::minutes{1},
                                                 std::chrono::hours{1}};

class Attempts {
public:
    using Time = std::chrono::sys_seconds;

    explicit Attempts(Database& database) : database_(database) {}

    // Zero: the attempt may be made, and is already counted as a failure, so that attempts made at
    // the same time count as well. Otherwise: how long to wait; nothing is counted.
    std::chrono::seconds begin(std::string_view subject, const AttemptRule& rule, Time now);

    // The attempt counted last was none; `forget` takes back all of them.
    void take_back(std::string_view subject);
    void forget(std::string_view subject);

private:
    Database& database_;
};

// The network an attempt counts for: an IPv4 address, or the first 64 bits of an IPv6 address, as
// everyone with an IPv6 connection has that many to choose from.
std::string network_of(std::string_view address);

// "40 seconds", "3 minutes": rounded up
std::string in_words(std::chrono::seconds wait);

}  // namespace manual
