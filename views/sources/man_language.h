// The names of directories of translations, such as "de", "pt_BR" and "sr@latin". Pure functions.
// Any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

inline constexpr std::string_view english = "en";

// Returns the BCP 47 tag of the language: "pt_BR.UTF-8" -> "pt-BR", "sr@latin" -> "sr-Latn".
// Returns nothing if the directory is not one of translations: "man1", "cat1".
std::optional<std::string> language_of_directory(std::string_view name);

// Returns the name of a language in itself: "pt-BR" -> "português (Brasil)".
std::string language_name(const std::string& tag);

bool is_right_to_left(const std::string& tag);

}  // namespace manual
