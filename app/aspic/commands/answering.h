#pragma once
// Answers requests in this process, until a signal. Inner part of `serve`.

#include <filesystem>

#include <aspic/commands/options.h>
#include <aspic/serving/listener.h>
#include <aspic/site/site.h>
#include <aspic/supervising/worker_place.h>

namespace aspic {

/// `place` is null if no supervisor has started this process. Returns the exit status.
int answer_requests(const Site& site, const CommandLine& line, Listener& listener,
                    const WorkerPlace* place);

/// Makes the data directory. Throws std::runtime_error if this process cannot write there.
void make_directory(const std::filesystem::path& directory);

}  // namespace aspic
