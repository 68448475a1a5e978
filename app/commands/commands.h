#pragma once
// The commands of every site's program, one file each. Each returns the exit code; a failure is an
// exception whose sentence `run` tells.

#include <string>
#include <vector>

#include "commands/options.h"
#include "site/site.h"

namespace aspic {

/// Serves until SIGTERM or SIGINT, then finishes what is under way. A second signal ends at once.
int serve(const Site& site, const Settings& settings);

/// Lists the routes: pattern, methods, what kind of view.
int list_routes(const Site& site);

/// collect-static --to DIR SOURCE...
int collect_static(const std::vector<std::string>& arguments);

/// Puts a new first key into the session key file; those who are signed in stay so.
int rotate_key(const Settings& settings);

/// The session key file: --session-key, or DATA/session.key.
std::string session_key_file(const Settings& settings);

}  // namespace aspic
