// The table of users: who has which name. Functions on a borrowed connection.
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

// Makes the accounts' tables where they are not there. Accounts of earlier versions get their new
// key; where two of them now have one key, the later one keeps its earlier key and signs in by that,
// and a log line names both. Takes the write lock.
void prepare_accounts(Database& database);

// The account of that name. One that still has its earlier key is found by its very name first.
std::optional<UserRow> find_user(Database& database, std::string_view name);

// Whether an account has that name, or one that looks like it.
bool is_name_taken(Database& database, std::string_view name);

// The id of the new account; nothing where somebody else was faster. Takes the write lock.
std::optional<std::int64_t> add_user(Database& database, std::string_view name,
                                     std::string_view hash, std::chrono::sys_seconds now);

}  // namespace manual
