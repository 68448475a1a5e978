// Who can sign in. Any thread may use it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/database.h"

struct User {
    std::int64_t id;
    std::string name;
};

// Characters. Without limits, a visitor can have the server hash and store megabytes.
inline constexpr std::size_t longest_name = 30;
inline constexpr std::size_t longest_password = 200;

class Users {
public:
    // `database` must outlive this object.
    explicit Users(Database& database);

    // Nothing if somebody has this name already, in upper or lower case.
    std::optional<User> add(std::string_view name, std::string_view password);

    // The user, if the password is right. Throws TooManyRequests (429) after ten wrong ones for
    // this name from this address within 15 minutes, or thirty for any names.
    std::optional<User> with_password(std::string_view name, std::string_view password,
                                      std::string_view address);

private:
    void count_attempt(std::string_view subject, int most);

    Database& database_;
};
