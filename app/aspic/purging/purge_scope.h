#pragma once
// Which site purge() is about. A site's views, start and commands run in a PurgeScope: on their
// thread, purge() goes to that site's log. On any other thread it goes to the only log of the
// process, if there is exactly one. Inner part of the library; views use <aspic/purging/purge.h>.

#include <memory>

#include <aspic/purging/purge_log.h>

namespace aspic {

/// While it exists, purge() on this thread goes to `log`. Scopes may be nested. The log must
/// outlive it. Destroy it on the thread that made it.
class PurgeScope {
public:
    explicit PurgeScope(const std::shared_ptr<PurgeLog>& log);
    ~PurgeScope();
    PurgeScope(const PurgeScope&) = delete;
    PurgeScope& operator=(const PurgeScope&) = delete;

    const std::shared_ptr<PurgeLog>& log() const { return log_; }
    /// True if purge() was called in it.
    bool has_purged() const { return has_purged_; }
    void note_purge() const { has_purged_ = true; }

private:
    const std::shared_ptr<PurgeLog>& log_;
    mutable bool has_purged_ = false;
    const PurgeScope* const outer_;
};

/// The innermost scope of this thread; null if there is none.
const PurgeScope* purge_scope_of_this_thread();
/// True if purge() was called in that scope.
bool has_purged_on_this_thread();

/// While it exists, `log` is one of the logs of this process. Any thread.
class PurgeLogRegistration {
public:
    explicit PurgeLogRegistration(std::shared_ptr<PurgeLog> log);
    ~PurgeLogRegistration();
    PurgeLogRegistration(const PurgeLogRegistration&) = delete;
    PurgeLogRegistration& operator=(const PurgeLogRegistration&) = delete;

private:
    const std::shared_ptr<PurgeLog> log_;
};

/// The log that purge() on this thread goes to. Throws std::logic_error if none or several are
/// possible.
std::shared_ptr<PurgeLog> purge_log_of_this_thread();

}  // namespace aspic
