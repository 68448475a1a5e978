// The rows of a section's index. A section may have tens of thousands of pages, most of them one
// family
// ("gcloud_..."): the largest families are folded to one row each, which opens an index of its own.
// Pure; callable from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace manual {

struct IndexRow {
    Entry page;             // of a folder, only the name counts: the prefix, "gcloud_"
    std::size_t pages = 0;  // in a folder; 0 for a page

    bool is_folder() const { return pages > 0; }
};

// One letter of the alphabet, "A" to "Z", or "#" for names that go on with none of them.
struct IndexGroup {
    char letter = '#';
    std::vector<IndexRow> rows;
};

// All `entries` have names that begin with `prefix`. Folds so that no more than `most` rows are
// left, where that is possible; families end at `_`, `-`, `.`, `:`, or, where that is not enough,
// after the next letter.
std::vector<IndexRow> index_rows(std::vector<Entry> entries, std::string_view prefix,
                                 std::size_t most);

// By the letter after the prefix; "#" comes first.
std::vector<IndexGroup> grouped(std::vector<IndexRow> rows, std::string_view prefix);

}  // namespace manual
