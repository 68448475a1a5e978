// Names that have no page of their own, but that a page explains: constants of C, the built-in
// commands of the shell, environment variables. Pure functions. Any thread may call them.
#pragma once

#include <string_view>

namespace manual {

struct ExplainingPage {
    std::string_view name;
    std::string_view section;
};

// SIGKILL is explained in signal(7), "cd" in bash-builtins(7). The name of the page is empty for
// other names. Whether the machine has the page is not known here.
ExplainingPage page_that_explains(std::string_view name);

}  // namespace manual
