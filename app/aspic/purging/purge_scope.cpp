#include <aspic/purging/purge_scope.h>

#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

namespace aspic {

namespace {

const PurgeScope*& innermost_scope()
{
    thread_local const PurgeScope* scope = nullptr;
    return scope;
}

struct LogsOfTheProcess {
    std::mutex mutex;
    std::vector<std::shared_ptr<PurgeLog>> logs;
};

LogsOfTheProcess& logs_of_the_process()
{
    static LogsOfTheProcess logs;
    return logs;
}

}  // namespace

PurgeScope::PurgeScope(const std::shared_ptr<PurgeLog>& log)
    : log_{log}, outer_{std::exchange(innermost_scope(), this)}
{
}

PurgeScope::~PurgeScope()
{
    innermost_scope() = outer_;
}

const PurgeScope* purge_scope_of_this_thread()
{
    return innermost_scope();
}

bool has_purged_on_this_thread()
{
    const PurgeScope* const scope = innermost_scope();
    return scope != nullptr && scope->has_purged();
}

PurgeLogRegistration::PurgeLogRegistration(std::shared_ptr<PurgeLog> log) : log_{std::move(log)}
{
    auto& all = logs_of_the_process();
    const std::lock_guard lock{all.mutex};
    all.logs.push_back(log_);
}

PurgeLogRegistration::~PurgeLogRegistration()
{
    auto& all = logs_of_the_process();
    const std::lock_guard lock{all.mutex};
    std::erase(all.logs, log_);
}

std::shared_ptr<PurgeLog> purge_log_of_this_thread()
{
    if (const PurgeScope* scope = innermost_scope()) return scope->log();
    auto& all = logs_of_the_process();
    const std::lock_guard lock{all.mutex};
    if (all.logs.size() == 1) return all.logs.front();
    throw std::logic_error{
        all.logs.empty()
            ? "purge: no site is running in this process"
            : "purge: several sites are running in this process, and this thread belongs to none "
              "of them; call SitePurges::of_this_thread() in a view, at the start, or in a command "
              "of the site, and pass what it returns to this thread"};
}

}  // namespace aspic
