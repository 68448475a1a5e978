#pragma once
// Where finished pages are kept. Two kinds stand behind this interface: Redis, shared by all
// workers, and this process's memory. A store never throws for what happens to it: a page that
// cannot be had is a miss. Any thread.

#include <optional>
#include <string>
#include <string_view>

#include "caching/entry.h"
#include "caching/inputs.h"
#include "http/dates.h"

namespace aspic {

class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// The entry whose whole key is `key`; null where there is none, or the store cannot be asked.
    /// It may be stale.
    virtual EntryPtr load(std::string_view path, const std::string& key) = 0;

    /// Keeps the entry until it expires. False where it could not be kept.
    virtual bool save(EntryPtr entry, Time now) = 0;

    /// The inputs that the views of a route were seen to read, by whichever worker; so that a new
    /// worker finds the pages that others stored. Nothing where the store cannot be asked now.
    virtual std::optional<Inputs> load_inputs(std::string_view route) = 0;
    virtual void save_inputs(std::string_view route, const Inputs& inputs) = 0;

    /// For the log and for people: "redis unix:/run/redis.sock", "memory 64 MiB".
    virtual std::string description() const = 0;
};

}  // namespace aspic
