// Lets keyboard users scroll code and tables that may be wider than a phone. Those get a tab stop,
// a role and a name such as "Example, code 2". What is narrow gets none. One thread at a time may
// use a tree.
#pragma once

#include "formatting/html_tree.h"

namespace manual {

void mark_wide_content(HtmlTree& tree);

}  // namespace manual
