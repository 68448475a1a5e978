#pragma once
// Answers requests in this process, until a signal. Inner part of `serve`.

#include <filesystem>
#include <optional>

#include <aspic/commands/options.h>
#include <aspic/serving/listener.h>
#include <aspic/site/site.h>
#include <aspic/supervising/pool_share.h>
#include <aspic/supervising/worker_place.h>

namespace aspic {

/// `place` is null if no supervisor has started this process; `shared` is what it shares with other
/// workers. Returns the exit status.
int answer_requests(const Site& site, const CommandLine& line, Listener& listener,
                    const WorkerPlace* place, std::optional<PlaceInPool> shared);

/// Each connection needs a descriptor. The usual soft limit of 1024 exists for programs that call
/// select().
void raise_limit_of_open_files();

/// Makes the data directory. Throws std::runtime_error if this process cannot write there.
void make_directory(const std::filesystem::path& directory);

}  // namespace aspic
