#pragma once
// The program of a site: `int main(int argc, char** argv) { return aspic::run(argc, argv, site); }`

#include <aspic/site/site.h>

namespace aspic {

/// Runs the command that the command line names (`serve` where it names none) and returns the exit
/// code: 0 where all went well, 1 for a failure, 2 for a command line or option that is wrong. What
/// went wrong is told on standard error.
int run(int argc, char** argv, const Site& site);

}  // namespace aspic
