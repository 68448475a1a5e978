// Which names visitors may have, and which names are the same or look alike. Pure; callable from any thread.
//
// A name has an identity, its key: "ANA", "Ana" and its composed and decomposed forms have one key,
// and a visitor signs in by the key. And it has looks: a new name is refused if it looks like one that
// exists ("Аdmin" with a Cyrillic А is "Admin"), by the skeletons of Unicode TR 39, section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

inline constexpr std::size_t shortest_name = 2;  // characters
inline constexpr std::size_t longest_name = 32;

// The name as it is kept: composed (Unicode NFC).
std::string composed_name(std::string_view name);

// What is wrong with the name, as a sentence for the visitor; nothing if it may be used. Letters
// with their marks, and digits, of any script; single spaces, full stops, hyphens, underscores and
// apostrophes between them. Nothing that cannot be seen: no zero-width or direction characters.
std::optional<std::string> objection_to_name(std::string_view name);

// Two names with the same key are the same (NFKC_Casefold).
std::string name_key(std::string_view name);

// Two names that have one of these in common look alike. One or two, each once.
std::vector<std::string> name_looks(std::string_view name);

// The key that earlier versions of the site gave to the name: each character in small form.
std::string earlier_name_key(std::string_view name);

}  // namespace manual
