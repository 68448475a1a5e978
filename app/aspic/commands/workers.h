#pragma once
// The workers of a site, as listed in Redis: which ones follow the purge log, how far each has read
// it, and what each reports about itself. For commands.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <aspic/entries/position.h>
#include <aspic/redis/redis_connection.h>

namespace aspic {

struct WorkerView {
    std::string id;                       // as in `aspic:workers`
    Position position;                    // how far it has read the purge log
    std::chrono::milliseconds silent{0};  // since its last report, by Redis's clock
    /// Its last report: "hit" -> "12", "version" -> "5e7212ae".
    std::map<std::string, std::string, std::less<>> told;

    /// The number that it reported under this name; 0 if there is none.
    std::uint64_t number(std::string_view name) const;
    std::string version() const;
};

/// Returns the workers in the order of their names. Throws std::runtime_error if Redis cannot be
/// used.
std::vector<WorkerView> read_workers(RedisConnection& redis);

/// "process 4711 on HOST"; the id itself if it has another form.
std::string name_of_worker(const std::string& id);

/// Prints a warning to standard error if workers are running, but none of them uses this version of
/// pages: the options of this command are then not those of the server.
void warn_of_other_version(const std::vector<WorkerView>& workers, const std::string& version);

}  // namespace aspic
