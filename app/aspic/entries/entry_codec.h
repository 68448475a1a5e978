#pragma once
// An entry as the fields of a Redis hash: its record (entry_record.h) and its bodies. Pure
// functions.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/entries/entry.h>

namespace aspic {

using EntryFields = std::vector<std::pair<std::string_view, std::string>>;

/// All fields of the entry. REQUIRES: it is whole.
EntryFields entry_fields(const Entry& entry);

/// The names of the fields that an entry with these copies needs: those of `entry_texts`, in its
/// order.
std::vector<std::string_view> field_names(const Codings& copies);

/// The values of fields that were read. Absent: not there, or not asked for.
struct EntryTexts {
    std::optional<std::string> record{};
    std::optional<std::string> problem{};
    std::array<std::optional<std::string>, content_coding_count> bodies{};

    /// Sets the value of one field. Other names than those of `field_names` are ignored.
    void set(std::string_view name, std::string value);
};

/// Returns the entry with the bodies that are there, ready to be sent. It takes them over from the
/// texts. Returns null if `entry_fields` did not write these texts, or if they are damaged.
std::shared_ptr<Entry> parse_entry(EntryTexts texts);

}  // namespace aspic
