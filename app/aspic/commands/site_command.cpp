#include <aspic/commands/site_command.h>

#include <memory>
#include <utility>

#include <aspic/commands/set_up.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/purging/redis_purge_log.h>

namespace aspic {

namespace {

std::shared_ptr<PurgeLog> log_of_command(const ServerOptions& options)
{
    if (options.cache == PagesIn::memory) {
        return std::make_shared<AbsentPurgeLog>(
            "with --cache memory each process keeps its pages to itself, and another process "
            "cannot "
            "purge them");
    }
    PurgeLogSettings log = purge_log_settings(options);
    log.spool = waiting_purges_directory(options);
    return std::make_shared<RedisPurgeLog>(redis_address(options), std::move(log),
                                           RedisPurgeLog::Role::command);
}

}  // namespace

int run_site_command(const Site::Command& command, const CommandLine& line)
{
    const auto log = log_of_command(line.options);
    const PurgeLogRegistration registration{log};
    const PurgeScope scope{log};
    return command.run(line.settings);
}

}  // namespace aspic
