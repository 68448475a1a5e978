// The table of users and their names. The functions use a connection that the caller owns.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "database/database.h"

namespace manual {

struct UserRow {
    std::int64_t id = 0;
    std::string name;
    std::string hash;  // of the password
};

// Creates the tables of the accounts if they do not exist. Accounts of earlier versions get their
// new key. If two accounts now have the same key, the later one keeps its earlier key and signs in
// with that, and a log line names both. Takes the write lock.
void prepare_accounts(Database& database);

// Returns the account of that name. Looks first for the exact name, to find an account that still
// has its earlier key.
std::optional<UserRow> find_user(Database& database, std::string_view name);

// Returns true if an account has that name, or a name that looks like it.
bool is_name_taken(Database& database, std::string_view name);

// Returns the id of the new account, or nothing if the name has been taken in the meantime. Takes
// the write lock.
std::optional<std::int64_t> add_user(Database& database, std::string_view name,
                                     std::string_view hash, std::chrono::sys_seconds now);

}  // namespace manual
