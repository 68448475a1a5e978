#pragma once
// The store that all workers share. If it fails, it does not throw: a page that cannot be loaded is
// a miss. Any thread.
//
// A request asks at once for all that it needs at one moment: a remote store answers each of these
// functions in one round trip. A miss costs three: `look`, `lease_and_load`, `finish`.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/entries/entry.h>
#include <aspic/entries/inputs.h>

namespace aspic {

/// The answer to a request for the right to render a page for everyone.
enum class LeaseAnswer : std::uint8_t {
    granted,
    held,         // another process renders it now
    uncacheable,  // another process has just found that it must not be shared
    unreachable,  // the store cannot be asked: render it
};

/// The right to render one page, as its holder knows it.
struct LeaseTerms {
    std::string_view path;
    const std::string& key;
    const std::string& token;  // no other holder has the same
    std::chrono::milliseconds time;
};

class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// The whole keys under which a page may be stored.
    using Keys = std::span<const std::string>;
    /// Those that are there, in any order. They may be stale or purged.
    using Entries = std::vector<EntryPtr>;

    struct Known {
        Entries entries{};
        /// The sets of inputs in the keys of the route's pages, as any worker has found them, so
        /// that a new worker finds the pages that others stored. Nothing if they cannot be read.
        std::optional<std::vector<Inputs>> input_sets{};
    };
    /// What is known about a page before it is requested. Of its bodies, only these copies are
    /// loaded; the body of a page that has no coded copies is always loaded.
    virtual Known look(std::string_view route, std::string_view path, Keys keys,
                       const Codings& copies) = 0;

    /// Asks for the right to render a page. The lease ends by itself after its time, for example if
    /// its holder dies.
    virtual LeaseAnswer lease(const LeaseTerms& terms) = 0;

    struct Leased {
        LeaseAnswer answer = LeaseAnswer::granted;
        Entries entries{};  // there after the request for the lease
    };
    /// Asks for the lease first, then loads the entries: the previous holder of the lease stored
    /// the page before it ended the lease. Loads all copies.
    virtual Leased lease_and_load(const LeaseTerms& terms, Keys keys) = 0;

    /// What a process tells the store when a page is made, or its making has ended.
    struct Finished {
        std::string_view route{};
        const Inputs* input_set = nullptr;  // a new one; null: none
        const Entry* entry = nullptr;       // to be kept until it dies; null: none
        Time now{};                         // if there is an entry
        const LeaseTerms* lease = nullptr;  // to be ended; null: it is not held
        bool is_surely_held = false;        // it cannot have ended by itself yet
        /// Leaves a note in place of the lease, for this time: no request needs to wait for this
        /// page.
        std::optional<std::chrono::milliseconds> uncacheable_for{};
    };
    /// Stores the set of inputs and the entry, then ends the lease: the next holder finds both.
    /// Returns false if there was an entry and it could not be stored.
    virtual bool finish(const Finished& finished) = 0;

    /// For the log and for people: "redis unix:/run/redis.sock".
    virtual std::string description() const = 0;

    /// `finish` with an entry and nothing else.
    bool save(const Entry& entry, Time now) { return finish({.entry = &entry, .now = now}); }
};

}  // namespace aspic
