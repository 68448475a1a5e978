// Where manual pages are if nothing else is said: those of this program and those of the machine.
// May be called on any thread.
#pragma once

#include <filesystem>
#include <string>

namespace manual {

// Returns the directories that exist, separated by colons, for ManRoot: `man` beside the program
// (in a build), `../share/man` from there (installed), /usr/local/share/man and /usr/share/man.
// man(1) looks in the same places for the programs in PATH. If none exists, it returns
// /usr/share/man.
std::string usual_man_roots(const std::filesystem::path& program = "/proc/self/exe");

}  // namespace manual
