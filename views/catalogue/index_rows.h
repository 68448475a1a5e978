// The rows of a section's index. A section may have tens of thousands of pages, most of them in one
// family ("gcloud_..."). The largest families are folded: each becomes one row that opens an index
// of its own. Pure functions. Any thread may call them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace manual {

struct IndexRow {
    Entry page;             // a folder uses only the name: the prefix, "gcloud_"
    std::size_t pages = 0;  // in a folder; 0 for a page

    bool is_folder() const { return pages > 0; }
};

// One letter, "A" to "Z", or "#" for names that continue with another character.
struct IndexGroup {
    char letter = '#';
    std::vector<IndexRow> rows;
};

// More rows would make a page slow on a phone.
inline constexpr std::size_t most_index_rows = 3000;

// The names of all `entries` must begin with `prefix`. Folds families until at most `most` rows are
// left, if possible. Families end at `_`, `-`, `.` or `:`. If that is not enough, they end after
// the next letter.
std::vector<IndexRow> index_rows(std::vector<Entry> entries, std::string_view prefix,
                                 std::size_t most);

// Groups rows by the letter after the prefix. "#" comes first.
std::vector<IndexGroup> grouped(std::vector<IndexRow> rows, std::string_view prefix);

}  // namespace manual
