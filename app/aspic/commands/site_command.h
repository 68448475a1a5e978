#pragma once
// Runs a command of the site, with a purge log: the command can purge what it changes.

#include <aspic/commands/options.h>
#include <aspic/site/site.h>

namespace aspic {

/// Runs the command and returns its exit code. purge() in it goes to the log that the server's
/// workers follow, and waits for them. If Redis cannot be reached, the purge waits on disk (--data)
/// for a worker. With --cache memory, the outcome says that no purge reaches another process.
/// Throws UsageError if --redis is not an address, and what the command throws.
int run_site_command(const Site::Command& command, const CommandLine& line);

}  // namespace aspic
