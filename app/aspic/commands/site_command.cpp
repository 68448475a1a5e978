#include <aspic/commands/site_command.h>

#include <memory>
#include <utility>

#include <aspic/commands/set_up.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/purging/redis_purge_log.h>

namespace aspic {

namespace {

std::shared_ptr<PurgeLog> log_of_command(const Settings& settings)
{
    if (settings.get("cache") == "memory") {
        return std::make_shared<AbsentPurgeLog>(
            "with --cache memory each process keeps its pages to itself, and another process "
            "cannot "
            "purge them");
    }
    PurgeLogSettings log = purge_log_settings(settings);
    log.spool = waiting_purges_directory(settings);
    return std::make_shared<RedisPurgeLog>(redis_address(settings), std::move(log),
                                           RedisPurgeLog::Role::command);
}

}  // namespace

int run_site_command(const Site::Command& command, const Settings& settings)
{
    const auto log = log_of_command(settings);
    const PurgeLogRegistration registration{log};
    const PurgeScope scope{log};
    return command.run(settings);
}

}  // namespace aspic
