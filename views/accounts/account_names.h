// Decides which names visitors may have, and which names are the same or look alike. Pure
// functions. Any thread may call them.
//
// The key of a name is its identity: "ANA", "Ana", and the composed and decomposed forms of each
// have one key. Visitors sign in by the key. A name also has looks (the skeletons of Unicode TR 39,
// section 4). A new name is refused if it looks like an existing one: "Аdmin" with a Cyrillic А
// looks like "Admin".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

inline constexpr std::size_t shortest_name = 2;  // characters
inline constexpr std::size_t longest_name = 32;

// The form of the name that is stored: composed (Unicode NFC).
std::string composed_name(std::string_view name);

// Returns what is wrong with the name, as a sentence for the visitor, or nothing if the name is
// allowed. A name has letters of any script with their marks, and digits. Between them it may have
// single spaces, full stops, hyphens, underscores and apostrophes. Invisible characters are not
// allowed, such as zero-width and direction characters.
std::optional<std::string> objection_to_name(std::string_view name);

// Two names with the same key are the same (NFKC_Casefold).
std::string name_key(std::string_view name);

// Two names that have a look in common look alike. Returns one or two different looks.
std::vector<std::string> name_looks(std::string_view name);

// The key that earlier versions of the site gave to the name: each character in lower case.
std::string earlier_name_key(std::string_view name);

}  // namespace manual
