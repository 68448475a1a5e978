#pragma once
// The store that all workers share. If it fails, it does not throw: a page that cannot be loaded is
// a miss. Any thread.
//
// A request asks at once for all that it needs at one moment (`look`, `lease_and_load`, `finish`):
// a remote store answers each of these in one round trip. A miss costs three.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

    /// The entry whose whole key is `key`; null if there is none, or if the store cannot be
    /// reached. It may be stale or purged.
    virtual EntryPtr load(std::string_view path, const std::string& key) = 0;

    /// Stores the entry until it dies. Returns false if it could not be stored.
    virtual bool save(const Entry& entry, Time now) = 0;

    /// The inputs that views of a route have read in any worker, so that a new worker finds the
    /// pages that others stored. Returns nothing if the store cannot be reached.
    virtual std::optional<Inputs> load_inputs(std::string_view route) = 0;
    virtual void save_inputs(std::string_view route, const Inputs& inputs) = 0;

    /// Asks for the right to render a page. The lease ends by itself after `time`, for example if
    /// its holder dies.
    virtual LeaseAnswer lease(std::string_view path, const std::string& key,
                              const std::string& token, std::chrono::milliseconds time) = 0;
    virtual void end_lease(std::string_view path, const std::string& key,
                           const std::string& token) = 0;
    /// Ends the lease, and leaves a note for `time` in its place: no request needs to wait for this
    /// page.
    virtual void note_uncacheable(std::string_view path, const std::string& key,
                                  std::chrono::milliseconds time) = 0;

    struct Known {
        EntryPtr entry;                // as by `load`
        std::optional<Inputs> inputs;  // as by `load_inputs`
    };
    /// What is known about a page before it is requested.
    virtual Known look(std::string_view route, std::string_view path, const std::string& key);

    struct Leased {
        LeaseAnswer answer;
        EntryPtr entry;  // there after the request for the lease; null if unreachable
    };
    /// Asks for the lease first, then loads the entry: the previous holder of the lease stored the
    /// page before it ended the lease.
    virtual Leased lease_and_load(const LeaseTerms& lease);

    /// What the holder of a lease tells the store when it is done.
    struct Finished {
        std::string_view route{};
        const Inputs* inputs = nullptr;     // that are new; null: none
        const Entry* entry = nullptr;       // to be kept; null: none
        Time now{};                         // if there is an entry
        const LeaseTerms* lease = nullptr;  // to be ended; null: it is not held
        bool is_surely_held = false;        // it cannot have ended by itself yet
        std::optional<std::chrono::milliseconds> uncacheable_for{};  // a note in place of the lease
    };
    /// Stores inputs and entry, then ends the lease: the next holder finds both. Returns false if
    /// there was an entry and it could not be stored.
    virtual bool finish(const Finished& finished);

    /// For the log and for people: "redis unix:/run/redis.sock".
    virtual std::string description() const = 0;
};

}  // namespace aspic
