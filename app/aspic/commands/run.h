#pragma once
// The program of a site: `int main(int argc, char** argv) { return aspic::run(argc, argv, site); }`

#include <aspic/site/site.h>

namespace aspic {

/// Runs the command of the command line (`serve` if there is none) and returns the exit code: 0 for
/// success, 1 for a failure, 2 for a wrong command line or option. Prints error messages to
/// standard error.
int run(int argc, char** argv, const Site& site);

}  // namespace aspic
