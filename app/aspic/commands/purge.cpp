#include <algorithm>
#include <iostream>
#include <stdexcept>

#include <aspic/commands/commands.h>
#include <aspic/commands/set_up.h>
#include <aspic/commands/text.h>
#include <aspic/commands/workers.h>

namespace aspic {

namespace {

Purge purge_of(const CommandOptions& options)
{
    const std::string& tag = options.tag;
    const std::string& path = options.path;
    if ((tag.empty() ? 0 : 1) + (path.empty() ? 0 : 1) + (options.all ? 1 : 0) != 1) {
        throw UsageError{"purge needs exactly one of --tag TAG, --path PATH and --all"};
    }
    if (options.all) return everything(options.soft);
    if (!tag.empty()) return by_tag(tag, options.soft);
    try {
        return by_path(path, options.soft);
    } catch (const std::invalid_argument& error) {
        throw UsageError{std::string{"--path: "} + error.what()};
    }
}

std::string names_of(const std::vector<std::string>& workers)
{
    std::string names;
    for (const std::string& worker : workers)
        names += (names.empty() ? "" : ", ") + name_of_worker(worker);
    return names;
}

// Returns the workers that were on the list before, but for which the purge did not wait.
std::vector<std::string> given_up(const std::vector<WorkerView>& before,
                                  const std::vector<WorkerView>& after)
{
    std::vector<std::string> gone;
    for (const WorkerView& worker : before) {
        const bool still_there =
            std::any_of(after.begin(), after.end(),
                        [&](const WorkerView& other) { return other.id == worker.id; });
        if (!still_there) gone.push_back(worker.id);
    }
    return gone;
}

}  // namespace

int purge_pages(const ServerOptions& options)
{
    const Purge what = purge_of(options);
    const std::string name = (what.soft ? "soft purge of " : "purge of ") + what.to_text();
    only_warnings(options);
    RedisConnection redis = open_redis(options, "nothing was purged");
    const std::vector<WorkerView> before = read_workers(redis);

    RedisPurgeLog log{redis_address(options), purge_log_settings(options),
                      RedisPurgeLog::Role::bystander};
    const auto began = std::chrono::steady_clock::now();
    const PurgeOutcome outcome = log.purge(what);
    const std::string took = in_time(std::chrono::steady_clock::now() - began);
    if (!outcome.appended)
        throw std::runtime_error{outcome.problem + ": nothing was purged by this command"};
    if (!outcome.late.empty()) {
        throw std::runtime_error{"the " + name + " is in the log, but after " + took +
                                 " not every worker has applied it: " + names_of(outcome.late) +
                                 "; until they have, they may serve old pages"};
    }
    const std::vector<WorkerView> after = read_workers(redis);
    std::cout << name << ": "
              << (after.empty() ? "no worker is running"
                                : counted(after.size(), "worker") + " applied it")
              << ", in " << took << '\n';
    if (const auto gone = given_up(before, after); !gone.empty()) {
        std::cout << "no longer waiting for " << names_of(gone)
                  << ": it has ended, or was silent for so long that it reads the log before it "
                     "serves from its cache\n";
    }
    return 0;
}

}  // namespace aspic
