#pragma once
// The parts of `check`. Each adds what it finds, throws nothing, and leaves nothing behind.

#include <string>
#include <string_view>

#include <aspic/commands/findings.h>
#include <aspic/commands/server_options.h>
#include <aspic/site/site.h>

namespace aspic {

/// Routes, templates and static files.
void check_pages(const Site& site, const ServerOptions& options, Findings& findings);

/// The data directory, the session key, the access log and the status token: whether this user may
/// use them.
void check_files(const ServerOptions& options, Findings& findings);

/// Whether a server could listen on --listen, or one of this data directory does.
void check_address(const ServerOptions& options, Findings& findings);

/// Each Redis that the options name: whether it answers, allows our commands, and forgets what it
/// should.
void check_redis(const ServerOptions& options, Findings& findings);

/// What Redis keeps.
enum class RedisUse { pages, sessions };
/// Warns if a Redis with this INFO is not set up for that use: what it does when its memory is
/// full. A pure function, apart from `findings`.
void check_redis_memory(std::string_view info, const std::string& address, RedisUse use,
                        Findings& findings);

}  // namespace aspic
