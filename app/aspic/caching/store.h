#pragma once
// The store that all workers share. It never throws for what happens to it: a page that cannot be
// had is a miss. Any thread.
//
// What a request needs at one moment is asked at once (`look`, `lease_and_load`, `finish`): a store
// that is far away answers each of these in one round trip. A miss costs three.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/entries/entry.h>
#include <aspic/entries/inputs.h>

namespace aspic {

/// What came of asking for the right to render a page for everybody.
enum class LeaseAnswer : std::uint8_t {
    granted,
    held,         // somebody else renders it now
    uncacheable,  // somebody has just found that it is not to be shared
    unreachable,  // the store cannot be asked: render it
};

/// The right to render one page, as its holder knows it.
struct LeaseTerms {
    std::string_view path;
    const std::string& key;
    const std::string& token;  // nobody else has the same
    std::chrono::milliseconds time;
};

class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// The entry whose whole key is `key`; null where there is none, or the store cannot be asked.
    /// It may be stale or purged.
    virtual EntryPtr load(std::string_view path, const std::string& key) = 0;

    /// Keeps the entry until it dies. False where it could not be kept.
    virtual bool save(const Entry& entry, Time now) = 0;

    /// The inputs that the views of a route were seen to read, by whichever worker; so that a new
    /// worker finds the pages that others stored. Nothing where the store cannot be asked now.
    virtual std::optional<Inputs> load_inputs(std::string_view route) = 0;
    virtual void save_inputs(std::string_view route, const Inputs& inputs) = 0;

    /// The lease on rendering a page ends by itself after `time`, should its holder die.
    virtual LeaseAnswer lease(std::string_view path, const std::string& key,
                              const std::string& token, std::chrono::milliseconds time) = 0;
    virtual void end_lease(std::string_view path, const std::string& key,
                           const std::string& token) = 0;
    /// Ends the lease, and leaves a note for `time` in its place: nobody needs to wait for this
    /// page.
    virtual void note_uncacheable(std::string_view path, const std::string& key,
                                  std::chrono::milliseconds time) = 0;

    struct Known {
        EntryPtr entry;                // as by `load`
        std::optional<Inputs> inputs;  // as by `load_inputs`
    };
    /// What is known of a page before it is asked for.
    virtual Known look(std::string_view route, std::string_view path, const std::string& key);

    struct Leased {
        LeaseAnswer answer;
        EntryPtr entry;  // that was there after the lease was asked for; null if it is unreachable
    };
    /// Whoever had the lease before has stored the page first: so the entry is looked for after the
    /// lease was asked for.
    virtual Leased lease_and_load(const LeaseTerms& lease);

    /// What a holder of a lease has to tell when it is done.
    struct Finished {
        std::string_view route{};
        const Inputs* inputs = nullptr;     // that are new; null: none
        const Entry* entry = nullptr;       // to be kept; null: none
        Time now{};                         // if there is an entry
        const LeaseTerms* lease = nullptr;  // to be ended; null: it is not held
        bool is_surely_held = false;        // it cannot have ended by itself yet
        std::optional<std::chrono::milliseconds> uncacheable_for{};  // a note in place of the lease
    };
    /// Stores inputs and entry, then ends the lease: whoever gets it next finds both. Returns false
    /// if there was an entry and it could not be kept.
    virtual bool finish(const Finished& finished);

    /// For the log and for people: "redis unix:/run/redis.sock".
    virtual std::string description() const = 0;
};

}  // namespace aspic
