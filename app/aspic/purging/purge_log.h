#pragma once
// The log that purges are appended to. Every worker learns about purges from it. With Redis, it is
// one stream that all workers follow. A process that serves only from its memory tells only its own
// index. Any thread.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <aspic/purging/page_copies.h>
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

    /// True if this worker knows every purge that has returned. Only then may it serve pages from
    /// memory.
    virtual bool is_current() const = 0;
    /// True if the log cannot be reached now. Pages in memory are still served for a limited time.
    virtual bool is_lost() const = 0;

    virtual const PurgeIndex& index() const = 0;

    /// Sets a function that returns one line about this worker, for others to read. It is called
    /// from time to time, until it is set to null.
    virtual void tell_others(const std::function<std::string()>& /*line*/) {}

    /// How much longer the copies that this process keeps may be sent, even if it is killed now:
    /// purges wait for it so long. Zero until those who purge know that it keeps copies.
    virtual std::chrono::milliseconds copies_current_for() const { return {}; }
    /// The name of this process among those that purges wait for; empty if they wait for none.
    virtual std::string worker() const { return {}; }
    /// Purges need not wait for the copies of that worker any more, if it has surely ended.
    /// REQUIRES: its copies are gone.
    virtual void forget_ended(const std::string& /*worker*/) {}
};

/// The log of a process that does not share its pages.
class LocalPurgeLog : public PurgeLog {
public:
    /// `copies` may be null.
    LocalPurgeLog(std::chrono::seconds grace, std::function<Time()> now,
                  std::shared_ptr<PageCopies> copies = nullptr)
        : index_{grace}, now_{std::move(now)}, copies_{std::move(copies)}
    {
    }
    PurgeOutcome purge(const Purge& purge) override;
    bool is_current() const override { return true; }
    bool is_lost() const override { return false; }
    const PurgeIndex& index() const override { return index_; }
    std::chrono::milliseconds copies_current_for() const override
    {
        return std::chrono::milliseconds::max();
    }

private:
    PurgeIndex index_;
    std::function<Time()> now_;
    const std::shared_ptr<PageCopies> copies_;
    std::mutex appending_;
};

/// The log of a process that cannot reach a log: no purge is complete, and the outcome says why.
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
