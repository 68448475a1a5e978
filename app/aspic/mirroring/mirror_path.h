#pragma once
// Which URL paths have a file in the mirror, and its name. Pure functions.
//
// A path has a file only if it has exactly one spelling: its characters are letters, digits and
// "._~+,:=-", so it has no percent sign. No segment begins with a dot, and none is empty but the
// last. So no path leads out of the directory, or to a file of another one. The name of a file ends
// with "@" and its coding. A path has no "@": the file of "/a" is never the directory of "/a/b".

#include <optional>
#include <string>
#include <string_view>

#include <aspic/http/content_coding.h>

namespace aspic {

/// "man/ls" for "/man/ls", "man/" for "/man/", "" for "/". Nothing if the path has no file.
std::optional<std::string> mirror_name(std::string_view path);

/// The mirror has the codings that every client may ask for: identity, gzip and br.
inline constexpr std::size_t mirrored_coding_count = 3;

/// "@identity", "@gzip" or "@br": the end of the file's name.
std::string_view mirror_suffix(ContentCoding coding);

}  // namespace aspic
