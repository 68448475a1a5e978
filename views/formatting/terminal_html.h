// Text as for a terminal or a line printer, made HTML: characters that are printed over themselves
// are bold, those over an underscore are italic. Pure; callable from any thread.
#pragma once

#include <string>
#include <string_view>

namespace manual {

// `text` is UTF-8 with backspaces, as mandoc -T utf8 prints it. The result is balanced HTML with <b>
// and <i> only, for a <pre>; blank lines at both ends are taken off.
std::string terminal_html(std::string_view text);

}  // namespace manual
