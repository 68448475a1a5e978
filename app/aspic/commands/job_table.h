#pragma once
// What `stats` shows about the jobs of site.every and after_answer. Inner part of that command.

#include <aspic/redis/redis_connection.h>

namespace aspic {

/// Prints a table of the jobs that have run, by all processes together. Prints nothing if there are
/// none. Throws what ask_redis throws.
void print_jobs(RedisConnection& redis);

}  // namespace aspic
