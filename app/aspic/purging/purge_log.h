#pragma once
// Where purges are appended, and from where every worker learns of them. With Redis that is one
// stream that all workers follow; a process that serves from its memory alone has only its own
// index to tell. Any thread.

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include <aspic/purging/purge.h>
#include <aspic/purging/purge_index.h>

namespace aspic {

class PurgeLog {
public:
    PurgeLog() = default;
    PurgeLog(const PurgeLog&) = delete;
    PurgeLog& operator=(const PurgeLog&) = delete;
    virtual ~PurgeLog() = default;

    virtual PurgeOutcome purge(const Purge& purge) = 0;

    /// True while this worker knows of every purge that has returned: only then may it serve what
    /// it holds in memory.
    virtual bool is_current() const = 0;
    /// True where the log cannot be reached now; what is in memory is served on for a bounded time.
    virtual bool is_lost() const = 0;

    virtual const PurgeIndex& index() const = 0;

    /// What others may read of this worker: one line, asked for from time to time, until it is set
    /// to null.
    virtual void tell_others(const std::function<std::string()>& /*line*/) {}
};

/// The log of a process that shares its pages with nobody.
class LocalPurgeLog : public PurgeLog {
public:
    LocalPurgeLog(std::chrono::seconds grace, std::function<Time()> now)
        : index_{grace}, now_{std::move(now)}
    {
    }
    PurgeOutcome purge(const Purge& purge) override;
    bool is_current() const override { return true; }
    bool is_lost() const override { return false; }
    const PurgeIndex& index() const override { return index_; }

private:
    PurgeIndex index_;
    std::function<Time()> now_;
    std::mutex appending_;
};

/// The log of a process that can reach none: no purge is complete, and the outcome says why.
class AbsentPurgeLog : public PurgeLog {
public:
    /// `why`: a sentence.
    explicit AbsentPurgeLog(std::string why) : why_{std::move(why)} {}
    PurgeOutcome purge(const Purge& purge) override;
    bool is_current() const override { return false; }
    bool is_lost() const override { return true; }
    const PurgeIndex& index() const override { return index_; }

private:
    const std::string why_;
    PurgeIndex index_{std::chrono::seconds{0}};
};

}  // namespace aspic
