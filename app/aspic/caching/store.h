#pragma once
// The store that all workers share. It never throws for what happens to it: a page that cannot be
// had is a miss. Any thread.

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

    /// For the log and for people: "redis unix:/run/redis.sock".
    virtual std::string description() const = 0;
};

}  // namespace aspic
