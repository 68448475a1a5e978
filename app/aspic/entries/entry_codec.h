#pragma once
// An entry as the fields of a Redis hash. People can read it: HGETALL shows the page and its
// record. Pure functions.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <aspic/entries/entry.h>

namespace aspic {

using EntryFields = std::vector<std::pair<std::string, std::string>>;

EntryFields entry_fields(const Entry& entry);

/// Adds the checksum over all fields.
EntryFields with_checksum(EntryFields fields);

/// Returns the entry of these fields, prepared. Returns null if `entry_fields` did not write them,
/// or if they are damaged (the checksum must match).
std::shared_ptr<Entry> parse_entry(const EntryFields& fields);

}  // namespace aspic
