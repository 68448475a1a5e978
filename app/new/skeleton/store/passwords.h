// Passwords are stored as argon2id hashes (libsodium). Any thread may call these functions.
#pragma once

#include <string>
#include <string_view>

// A hash takes 64 MB and some 50 ms, so that a thief of the database cannot try many passwords.
// Two are made at a time. If that leaves no turn for five seconds, throws Unavailable (503).
std::string hash_password(std::string_view password);
bool is_password(std::string_view password, const std::string& hash);

// A hash for which nobody knows a password.
const std::string& hash_of_nobody();
