#pragma once
// What this process knows about purges: for each tag that was purged recently, the position of the
// purge in the log. An entry has a position: how far its worker had applied the log *before* the
// entry's view ran. It is valid if neither its path nor its tags were purged after that position.
// So a page is also invalid if it was rendered from old data and stored after the purge.
//
// Any thread. Judging an entry again takes no lock if nothing was purged since: `count` is then the
// same.

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
    /// `grace`: how long after a soft purge an entry may still be served stale. If it knows purges
    /// of `most_tags` names, it forgets all of them, and every entry made before that counts as
    /// purged.
    explicit PurgeIndex(std::chrono::seconds grace, std::size_t most_tags = 1'000'000);

    /// `at` is the time when the purge was appended. If a log is read again, old positions come
    /// again: they do not change what is known.
    void apply(Position position, const Purge& purge, Time at);
    /// The log is another one, and is read from its beginning. Known purges stay known. A page that
    /// is made in the meantime gets the position up to which the new log has been read.
    void begin_again();

    /// Applies a purge that is not in the log yet. It hits pages at any position, until `release`
    /// is called for it. Call `release` when the purge has been applied from the log.
    void hold(const Purge& purge, Time at);
    void release(const Purge& purge);

    /// How far the log has been applied.
    Position position() const;
    /// Changes whenever an entry may have become invalid.
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
        // Those of the grace time. Older ones have become hard.
        std::vector<std::pair<Position, Time>> soft;
    };
    void judge_by_held(const std::string& name, Time now, Verdict& verdict) const;
    void judge_by(const std::string& name, const Entry& entry, Time now, Verdict& verdict) const;

    const std::chrono::seconds grace_;
    const std::size_t most_tags_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Purges> purges_;  // by Purge::to_text()
    std::unordered_map<std::string, Held> held_;      // likewise
    Position position_;
    Position highest_;  // of all applied records, in any log
    Position trusted_from_;
    std::atomic<std::uint64_t> count_{0};
};

}  // namespace aspic
