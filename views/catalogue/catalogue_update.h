// Brings the catalogue in line with the man root: new pages come, changed ones (by time or size of
// the file) are read again, removed ones go. All or nothing: whoever reads meanwhile sees the old
// catalogue. Reading is done by a few threads; progress is shown on stderr. A first run over 22,000
// pages takes about two seconds.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "sources/man_root.h"

namespace manual {

struct CatalogueUpdate {
    std::size_t pages = 0;  // in the catalogue afterwards
    std::size_t read = 0;   // new or changed
    std::size_t removed = 0;
    std::vector<std::string>
        unreadable;  // one sentence each, sorted; these pages are not in the catalogue
};

// Throws SourceError if the root cannot be listed, DatabaseError if the catalogue cannot be
// written.
CatalogueUpdate update_catalogue(Catalogue& catalogue, const ManRoot& root);

}  // namespace manual
