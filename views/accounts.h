// The visitors who have signed up, in an SQLite file: names, hashed passwords, failed attempts, and
// what they read lately (see history.h). May be shared by all threads. Throws DatabaseError where
// the file cannot be used, HashingBusy where too many hash at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "database.h"

namespace manual {

struct User {
    std::int64_t id = 0;
    std::string name;  // as given at sign-up
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

    explicit Accounts(const std::filesystem::path& file);

    // `address` is where the visitor comes from; failures are counted for it and for the name.
    std::variant<User, Refusal> sign_up(std::string_view name, std::string_view password,
                                        std::string_view address, Time now);
    std::variant<User, Refusal> sign_in(std::string_view name, std::string_view password,
                                        std::string_view address, Time now);

    DatabasePool& database() { return database_; }

private:
    DatabasePool database_;
};

}  // namespace manual
