// Reads single lines of roff(7): requests with their arguments, and text without its escapes. Pure
// functions. Any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

// A line such as `.B "two words" more`, split into the macro "B" and its arguments.
struct RoffRequest {
    std::string macro;  // "" for a line that has only a dot or a comment
    std::vector<std::string> arguments;
};

// Returns nothing if the line is text.
std::optional<RoffRequest> roff_request(std::string_view line);

// `\-` in plain_text(). It may be a hyphen in a name, or the dash before a description.
constexpr char roff_minus = '\x01';

// Returns the text of one roff line without fonts, sizes and other escapes: `\fBls\fR` -> "ls".
// `\-` becomes roff_minus.
std::string plain_text(std::string_view roff);

}  // namespace manual
