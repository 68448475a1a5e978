// What the views work with: the man root, the catalogue, the accounts and their histories. Opened
// once before the server accepts; afterwards all threads may use it.
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
    // Throws SourceError without a man root, DatabaseError or DatabaseUnavailable where `data`
    // cannot be written.
    Library(const std::filesystem::path& man_root, const std::filesystem::path& data);

    ManRoot root;
    Catalogue catalogue;
    Accounts accounts;
    History history;
    Notes notes;
};

// Opens the library that the options --man-root and --data name, and brings its catalogue up to
// date. An earlier one is closed, so no view may be running.
void open_library(const aspic::Settings& settings);

// The same for the command `index`: nothing is left open. Returns the exit code.
int index_library(const aspic::Settings& settings);

// Every page of the site that can be cached: home, robots.txt, the sections, and all manual pages.
// REQUIRES: the library is open.
std::vector<std::string> all_paths(const aspic::Settings& settings);

Library& library();

}  // namespace manual
