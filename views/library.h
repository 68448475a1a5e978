// The data of all views: the man root, the catalogue, the accounts and their histories. It is
// opened once, before the server accepts requests. After that, any thread may use it.
#pragma once

#include <aspic/aspic.h>

#include <filesystem>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/history.h"
#include "catalogue/catalogue.h"
#include "catalogue/catalogue_update.h"
#include "notes/notes.h"
#include "sources/man_root.h"

namespace manual {

struct Library {
    // Throws SourceError if a man root is missing, and DatabaseError or DatabaseUnavailable if
    // `data` cannot be written. `cookie_prefix` is that of the server, empty if it has none.
    Library(const std::string& man_root, const std::filesystem::path& data,
            const std::string& cookie_prefix);

    ManRoot root;
    Catalogue catalogue;
    Accounts accounts;
    History history;
    Notes notes;
};

// Opens the library at the paths of the options --man-root and --data, and updates its catalogue,
// with the packages of --dpkg. Closes a library that is already open, so no view may be running.
void open_library(const aspic::Settings& settings);

// Does the same for the command `index`, and closes everything. Returns the exit code.
int index_library(const aspic::Settings& settings);

// Returns the pages that a visitor may read: home, the sections, the packages, and all manual pages
// in all languages. REQUIRES: the library is open.
std::vector<std::string> page_paths();

// Returns every page of the site that can be cached: those, the search and its suggestions.
// Without robots.txt and the sitemap, which are others for each host. REQUIRES: the library is open.
std::vector<std::string> all_paths(const aspic::Settings& settings);

Library& library();

}  // namespace manual
