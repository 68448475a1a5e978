#pragma once
// An entry as the fields of a Redis hash, made to be read by people: HGETALL shows the page and its
// record. Pure functions.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <aspic/entries/entry.h>

namespace aspic {

using EntryFields = std::vector<std::pair<std::string, std::string>>;

EntryFields entry_fields(const Entry& entry);

/// The fields with the checksum over all of them.
EntryFields with_checksum(EntryFields fields);

/// The entry of such fields, prepared. Null where they are not what `entry_fields` writes: damaged
/// (each body is checked against its hash), or written by something else.
std::shared_ptr<Entry> parse_entry(const EntryFields& fields);

}  // namespace aspic
