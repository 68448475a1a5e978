// Manual pages that mandoc 1.14.6 cannot finish, each for a different reason.
#pragma once

#include <string>

#include "man_directory.h"

namespace manual {

// A table with which -T html never ends, but -T utf8 does.
inline std::string endless_as_html()
{
    return page_source("endless", "a table", ".TS\n;call\ncs\n^.\n\t\tRx{\next text\n\t\\_\n.TE");
}

// A table with which both never end.
inline std::string endless()
{
    return page_source("endless", "a table", ".TS\nrscc.\n\ta=\n:def:abc\n.TE");
}

// An equation that each of eight definitions makes ten times as large.
inline std::string enormous()
{
    std::string equation = ".EQ\n";
    for (char name = 'a'; name < 'h'; ++name) {
        equation += "define ";
        equation += name;
        equation += " '";
        for (int i = 0; i < 10; ++i) {
            equation += static_cast<char>(name + 1);
            equation += ' ';
        }
        equation += "'\n";
    }
    return page_source("enormous", "an equation", equation + "a\n.EN");
}

}  // namespace manual
