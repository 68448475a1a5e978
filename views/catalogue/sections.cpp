#include "catalogue/sections.h"

#include <algorithm>
#include <array>
#include <utility>

namespace manual {

namespace {

constexpr std::array<std::pair<std::string_view, SectionTitle>, 36> titles{{
    {"1", {"Commands", "Programs and shell commands for everyone"}},
    {"2", {"System calls", "Functions that the kernel provides"}},
    {"3", {"Library functions", "Functions in libraries, for programs in C, Perl and others"}},
    {"4", {"Devices", "Special files, mostly in /dev, and their drivers"}},
    {"5", {"File formats", "Configuration files and other formats"}},
    {"6", {"Games", "Games and entertainment"}},
    {"7", {"Overviews", "Conventions, protocols, and background reading"}},
    {"8", {"Administration", "Commands for system administrators"}},
    {"9", {"Kernel routines", "Functions inside the kernel"}},
    {"n", {"Tcl commands", "Commands of Tcl and Tk"}},
    {"l", {"Local pages", "Pages that only this machine has"}},
    {"0p", {"POSIX headers", "Header files as POSIX describes them"}},
    {"1p", {"Commands (POSIX, Perl)", "Commands as POSIX describes them, or programs of Perl"}},
    {"1ssl", {"OpenSSL commands", "The subcommands of openssl"}},
    {"1x", {"X commands", "Programs for the X Window System"}},
    {"2type", {"Types of system calls", "Data types that system calls use"}},
    {"3am", {"Extensions of awk", "Loadable extensions of gawk"}},
    {"3const", {"Constants", "Constants of the C library"}},
    {"3curses", {"Curses functions", "Functions for text screens"}},
    {"3form", {"Curses forms", "Functions for forms on text screens"}},
    {"3head", {"C headers", "Header files of the C library"}},
    {"3menu", {"Curses menus", "Functions for menus on text screens"}},
    {"3ncurses", {"Curses functions", "Functions for text screens"}},
    {"3p", {"POSIX functions", "Functions as POSIX describes them"}},
    {"3perl", {"Perl modules", "Modules that come with Perl or Debian"}},
    {"3pm", {"Perl modules", "Modules for Perl programs"}},
    {"3readline", {"Readline", "Editing of lines in programs"}},
    {"3ssl", {"OpenSSL functions", "Functions of libssl and libcrypto"}},
    {"3t", {"RPC functions", "Functions of libtirpc"}},
    {"3tcl", {"Tcl library", "Functions for programs that use Tcl"}},
    {"3type", {"Types", "Data types of the C library"}},
    {"3x", {"X functions", "Functions for the X Window System"}},
    {"5edit", {"Editline formats", "Configuration of libedit"}},
    {"5ssl", {"OpenSSL formats", "Configuration files of OpenSSL"}},
    {"7edit", {"Editline overview", "How libedit is used"}},
    {"7ssl", {"OpenSSL overviews", "Concepts and algorithms of OpenSSL"}},
}};

// The default of man-db.
constexpr std::array<std::string_view, 13> search_order{"1",     "n", "l", "8", "3", "0", "2",
                                                        "3type", "5", "4", "9", "6", "7"};

}  // namespace

int section_order(std::string_view section)
{
    const auto place = [](std::string_view text) {
        return static_cast<int>(std::find(search_order.begin(), search_order.end(), text) -
                                search_order.begin());
    };
    const int exact = place(section);
    if (exact < std::ssize(search_order)) return 100 * exact;
    return 100 * place(section.substr(0, 1)) + 10;
}

SectionTitle section_title(std::string_view section)
{
    for (const auto& [key, title] : titles) {
        if (key == section) return title;
    }
    if (section.size() > 1) return section_title(section.substr(0, 1));
    return {"Other pages", "Pages of other sections"};
}

std::string page_label(std::string_view section, std::string_view name)
{
    return std::string{name} + "(" + std::string{section} + ")";
}

}  // namespace manual
