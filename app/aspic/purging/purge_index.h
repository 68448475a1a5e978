#pragma once
// What this process knows of purges: for every tag that was purged lately, where in the log. An
// entry remembers the position its worker had applied *before* the entry's view ran; it is valid if
// nothing of its own was purged after that position. So a page that was rendered from old data and
// stored after the purge is found out all the same.
//
// Any thread. Judging an entry again costs no lock while nothing was purged: `count` has not
// changed since.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/entries/entry.h>
#include <aspic/entries/position.h>
#include <aspic/purging/purge.h>

namespace aspic {

class PurgeIndex {
public:
    /// `grace`: how long after a soft purge an entry may still be served stale. Beyond `most_tags`
    /// the oldest knowledge is given up, and every entry from before counts as purged.
    explicit PurgeIndex(std::chrono::seconds grace, std::size_t most_tags = 1'000'000);

    /// `at` is when the purge was appended. A log that is read again brings back old positions: they
    /// take nothing back of what is known.
    void apply(Position position, const Purge& purge, Time at);
    /// The log is another one, and is read from its beginning. What is known of purges stays; a page
    /// that is made meanwhile gets a position in the new log, as far as it has been read.
    void begin_again();

    /// A purge that is not in the log yet: it hits every page, whatever its position, until `release`
    /// is called for it as well. Call that once the purge was applied from the log.
    void hold(const Purge& purge, Time at);
    void release(const Purge& purge);

    /// How far the log has been applied.
    Position position() const;
    /// Changes with everything that may make an entry invalid.
    std::uint64_t count() const { return count_.load(std::memory_order_acquire); }

    struct Verdict {
        bool dead = false;
        std::optional<Time> stale_since{};  // by a soft purge
        std::string purged_by{};            // "tag manual:ls", for people
        bool untouched() const { return !dead && !stale_since; }
    };
    Verdict judge(const Entry& entry, Time now) const;

private:
    struct Held {
        std::size_t hard = 0;    // how many
        std::vector<Time> soft;  // when each began
    };
    struct Purges {
        Position hard;
        std::vector<std::pair<Position, Time>>
            soft;  // those of the grace time; older ones have become hard
    };
    void judge_by_held(const std::string& name, Time now, Verdict& verdict) const;
    void judge_by(const std::string& name, const Entry& entry, Time now, Verdict& verdict) const;

    const std::chrono::seconds grace_;
    const std::size_t most_tags_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Purges> purges_;  // by Purge::to_text()
    std::unordered_map<std::string, Held> held_;      // likewise
    Position position_;
    Position highest_;  // of all that were applied, in whatever log
    Position trusted_from_;
    std::atomic<std::uint64_t> count_{0};
};

}  // namespace aspic
