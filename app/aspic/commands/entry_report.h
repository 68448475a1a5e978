#pragma once
// The output of `inspect` for one page in Redis.

#include <chrono>
#include <ostream>
#include <string>

#include <aspic/entries/entry.h>
#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>
#include <aspic/purging/purge_log.h>

namespace aspic {

/// The place of a page in Redis, whether it is there or not.
struct EntryPlace {
    std::string route;
    std::string key;   // the whole key
    std::string name;  // of its hash in Redis
    Inputs inputs;     // in the key
    /// The reply to PTTL: -1 if the hash has no lifetime, -2 if there is no hash.
    std::chrono::milliseconds lifetime_left{0};
};

/// Prints everything about an entry, and whether the purge log allows to serve it now.
void print_entry(std::ostream& out, const EntryPlace& place, const Entry& entry,
                 const PurgeLog& log);

/// Prints that there is no such page, and what its key would be.
void print_absent(std::ostream& out, const EntryPlace& place, const Request& request);

}  // namespace aspic
