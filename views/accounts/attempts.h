// A brake on guessing: who fails often has to wait before the next attempt. Kept in the accounts'
// database, so it holds across restarts and for all processes. One object per request or per test;
// it borrows the database.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "database/database.h"

namespace manual {

struct AttemptRule {
    std::int64_t free;             // failures that cost nothing
    std::chrono::seconds first;    // the wait after the next failure; it doubles with each one more
    std::chrono::seconds longest;  // but never exceeds this
    bool waits_before_all = false;  // a new subject waits `first` before its first attempt, too
};

class Attempts {
public:
    using Time = std::chrono::sys_seconds;
    struct Count {
        std::string subject;
        AttemptRule rule;
    };

    // Counts need not survive a power cut, and no visitor waits for the disk because of them.
    static constexpr Durability counting = Durability::relaxed;

    explicit Attempts(Database& database) : database_(database) {}

    // Zero: the attempt may be made, and is already counted as a failure of each subject, so that
    // attempts made at the same time count as well. Otherwise: how long to wait; nothing is counted.
    std::chrono::seconds begin(std::initializer_list<Count> counts, Time now);

    // How many failures are counted for the subject now.
    std::int64_t failures(std::string_view subject, Time now);

    // Counts one more failure, or takes back the last one or all.
    void add(std::string_view subject, Time now);
    void take_back(std::string_view subject);
    void forget(std::string_view subject);

private:
    std::chrono::seconds wait_of(const Count& count, Time now);

    Database& database_;
};

// The network an attempt counts for: an IPv4 address, or the first `bits` of an IPv6 address, as
// everyone with an IPv6 connection has at least 2^64 to choose from.
std::string network_of(std::string_view address, unsigned bits = 64);

// "40 seconds", "3 minutes": rounded up
std::string in_words(std::chrono::seconds wait);

}  // namespace manual
