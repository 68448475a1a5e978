// The data of the site. It is opened before the first request; then any thread may use it.
#pragma once

#include <filesystem>

#include "store/database.h"
#include "store/notes.h"
#include "store/users.h"

struct Store {
    explicit Store(const std::filesystem::path& file) : database{file} {}

    Database database;
    Notes notes{database};
    Users users{database};
};

// Opens DIRECTORY/site.db. Throws std::exception if that cannot be done. No view may be running.
void open_store(const std::filesystem::path& directory);

// REQUIRES: it is open.
Store& store();
