// Updates the catalogue from the man root: adds new pages, reads changed ones again (by time or
// size of the file and of those that it includes), and deletes removed ones. If a page or dpkg's
// lists have changed, it finds the packages of all pages again. The update is atomic: readers see
// the old catalogue until it is complete. A few threads read the pages, and stderr shows the
// progress. A first run over 22,000 pages takes about two seconds.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "sources/man_root.h"

namespace manual {

struct CatalogueUpdate {
    std::size_t pages = 0;  // in all languages, after the update
    std::size_t read = 0;   // new or changed
    std::size_t removed = 0;
    std::vector<std::string>
        unreadable;  // one sentence each, sorted; these pages are not in the catalogue
};

// `dpkg` is the directory of dpkg's lists; if it is empty, no page has a package. Throws SourceError
// if the root cannot be listed, and DatabaseError if the catalogue cannot be written.
CatalogueUpdate update_catalogue(Catalogue& catalogue, const ManRoot& root,
                                 const std::filesystem::path& dpkg = {});

}  // namespace manual
