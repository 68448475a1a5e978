// Limits guessing: after several failures, a subject must wait before its next attempt. The counts
// are in the accounts' database, so they survive restarts and apply to all processes. Make one
// object for each request or test. The object uses a database that the caller owns.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "database/database.h"

namespace manual {

struct AttemptRule {
    std::int64_t free;           // failures that cost nothing
    std::chrono::seconds first;  // the wait after the next failure; each further failure doubles it
    std::chrono::seconds longest;   // the limit of the wait
    bool waits_before_all = false;  // a new subject also waits `first` before its first attempt
};

class Attempts {
public:
    using Time = std::chrono::sys_seconds;
    struct Count {
        std::string subject;
        AttemptRule rule;
    };

    // The counts may be lost in a power failure, so that no visitor waits for the disk.
    static constexpr Durability counting = Durability::relaxed;

    explicit Attempts(Database& database) : database_(database) {}

    // Returns zero if the attempt may be made. It is then already counted as a failure of each
    // subject, so that simultaneous attempts count too. Otherwise returns the time to wait, and
    // counts nothing.
    std::chrono::seconds begin(std::initializer_list<Count> counts, Time now);

    // Returns the current number of failures of the subject.
    std::int64_t failures(std::string_view subject, Time now);

    // Each counts one more failure, or removes the last one or all.
    void add(std::string_view subject, Time now);
    void take_back(std::string_view subject);
    void forget(std::string_view subject);

private:
    std::chrono::seconds wait_of(const Count& count, Time now);

    Database& database_;
};

// Returns the network that an attempt counts for: an IPv4 address, or the first `bits` of an IPv6
// address. (Everyone with an IPv6 connection can choose from at least 2^64 addresses.)
std::string network_of(std::string_view address, unsigned bits = 64);

// "40 seconds", "3 minutes": rounded up
std::string in_words(std::chrono::seconds wait);

}  // namespace manual
