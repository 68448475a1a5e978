// Which passwords visitors may choose. Asked at sign-up only: visitors with older accounts sign in with
// the passwords that they have. Pure; callable from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

inline constexpr std::size_t shortest_password = 10;   // characters
inline constexpr std::size_t longest_password = 1024;  // bytes

// What is wrong with the password, as a sentence for the visitor; nothing if it may be used. Beside
// the length, it refuses what is guessed first: the commonest passwords, also with figures and signs
// around them or in place of letters; a piece that is repeated; letters and figures in the order of
// the alphabet or the keyboard; and the visitor's own name, which counts for nothing.
std::optional<std::string> objection_to_password(std::string_view password, std::string_view name);

}  // namespace manual
