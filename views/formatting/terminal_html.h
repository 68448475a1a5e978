// Converts text for a terminal or a line printer to HTML. A character that is printed over itself
// is bold. A character that is printed over an underscore is italic. Pure functions. Any thread may
// call them.
#pragma once

#include <string>
#include <string_view>

namespace manual {

// `text` is UTF-8 with backspaces, the output of mandoc -T utf8. Returns balanced HTML for a <pre>,
// with only <b> and <i>. Blank lines at both ends are removed.
std::string terminal_html(std::string_view text);

}  // namespace manual
