#pragma once
// All of an entry but its bodies, as lines of text: "name: value". People can read it. The lines
// come in one order, and the last one is a checksum of those before. Pure functions.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/entries/entry.h>

namespace aspic {

/// The names of the bodies by coding: of their lines in a record, and of their fields in Redis.
inline constexpr std::array<std::string_view, content_coding_count> body_names{"html", "gzip", "br",
                                                                               "dcz"};

std::string entry_record(const Entry& entry);

/// A record that was read.
struct EntryRecord {
    /// Without bodies, pieces and fields to send. The representations have their sizes.
    std::shared_ptr<Entry> entry;
    /// The CRC-32 of each part between the holes.
    std::vector<std::uint32_t> piece_crcs;
    /// The checksums of the bodies, by coding.
    std::array<std::uint64_t, content_coding_count> body_sums{};
    std::uint64_t problem_sum = 0;
};

/// Returns nothing if `entry_record` did not write this text, or if it is damaged.
std::optional<EntryRecord> parse_record(std::string_view text);

}  // namespace aspic
