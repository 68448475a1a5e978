#pragma once
// What `inspect` prints of one page in Redis.

#include <chrono>
#include <ostream>
#include <string>

#include <aspic/entries/entry.h>
#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>
#include <aspic/purging/purge_log.h>

namespace aspic {

/// Where a page is, or would be.
struct EntryPlace {
    std::string route;
    std::string key;                             // the whole key
    std::string name;                            // of its hash in Redis
    Inputs inputs;                               // that views of the route were seen to read
    std::chrono::milliseconds lifetime_left{0};  // in Redis: -1 none given, -2 nothing there
};

/// Everything that is known of it, judged by the purge log at this moment.
void print_entry(std::ostream& out, const EntryPlace& place, const Entry& entry,
                 const PurgeLog& log);

/// That there is no such page, and what would be its key.
void print_absent(std::ostream& out, const EntryPlace& place, const Request& request);

}  // namespace aspic
