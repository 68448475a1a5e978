// The encodings of manual pages. Pure functions. Any thread may call them.
#pragma once

#include <string>
#include <string_view>

namespace manual {

// Converts the source of a page to UTF-8, as man(1) does. The encoding is, in this order:
// - what a byte order mark says
// - what `coding:` says in a comment in the first two lines, see preconv(1)
// - UTF-8, if the source is valid UTF-8
// - `legacy`, see legacy_encoding().
// A wrong or unknown name in `coding:` is ignored. Bytes that mean nothing become U+FFFD.
std::string source_in_utf8(std::string source, std::string_view legacy);

// Returns the encoding in which pages were written before UTF-8, for a directory of translations:
// "ru" -> "KOI8-R". A directory may also name it: "fr_FR.ISO8859-15". For all others, and for "", it
// is ISO 8859-1.
std::string_view legacy_encoding(std::string_view language_directory);

}  // namespace manual
