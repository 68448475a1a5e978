// Decides which passwords visitors may choose. Checked only at sign-up: visitors with older
// accounts sign in with the passwords that they have. Pure functions. Any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

inline constexpr std::size_t shortest_password = 10;   // characters
inline constexpr std::size_t longest_password = 1024;  // bytes

// Returns what is wrong with the password, as a sentence for the visitor, or nothing if it is
// allowed. The rules limit the length, and refuse what is guessed first: the most common passwords,
// also with digits and signs around them or in place of letters; a repeated piece; and letters or
// digits in the order of the alphabet or of the keyboard. The visitor's own name adds no strength.
std::optional<std::string> objection_to_password(std::string_view password, std::string_view name);

}  // namespace manual
