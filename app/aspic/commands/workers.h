#pragma once
// The workers of a site as Redis knows them: who follows the purge log, how far each has come, and
// what it tells of itself. For commands.

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
    std::map<std::string, std::string, std::less<>> told;  // "hit" -> "12", "version" -> "5e7212ae"

    /// What it told under that name; 0 where it told no number.
    std::uint64_t number(std::string_view name) const;
    std::string version() const;
};

/// In the order of their names. Throws std::runtime_error where Redis cannot be asked.
std::vector<WorkerView> read_workers(RedisConnection& redis);

/// "process 4711 on HOST"; the id itself where it has another form.
std::string name_of_worker(const std::string& id);

/// A warning on standard error where workers are running, and none of them makes pages of this
/// version: then the options of this command are not those of the server.
void warn_of_other_version(const std::vector<WorkerView>& workers, const std::string& version);

}  // namespace aspic
