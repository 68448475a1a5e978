#pragma once
// A finished page as it is kept: everything that a hit needs, made once when it was stored.
// Immutable once stored, so any number of threads may send it at once.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/dates.h"
#include "http/headers.h"
#include "rendering/rendered.h"

namespace aspic {

struct Entry {
    std::string key;   // the whole key
    std::string path;  // canonical: for people, and for rendering it again
    std::vector<std::pair<std::string, std::string>>
        inputs;  // what was read ("query q") and what it said

    int status = 200;
    std::string
        fields;  // "Status: ...\r\n" and all stored fields, each with its CR LF; no empty line
    std::string fields_of_304;  // the same for a 304: validators and freshness only (RFC 9110,
                                // section 15.4.5)
    std::string etag;           // quoted
    std::string body;
    std::vector<Hole> holes;  // where the guest's fragments stand in the body

    Time rendered;  // Last-Modified, and where Age counts from
    Time expires;   // after this it is not fresh

    bool is_fresh(Time now) const { return now < expires; }
    /// Roughly what it takes in memory, in bytes.
    std::size_t size() const;
};

using EntryPtr = std::shared_ptr<const Entry>;

/// An entry as the fields of a Redis hash, made to be read with redis-cli: `HGETALL aspic:...`
/// shows the page and its record.
std::vector<std::pair<std::string, std::string>> entry_fields(const Entry& entry);

/// The entry of such fields. Nothing where they are not what `entry_fields` writes: damaged, or
/// written by something else.
std::shared_ptr<Entry> parse_entry(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace aspic
