// Connections to one database file for all threads: each borrows one of its own. One pool for each
// file in a process.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "database/database.h"
#include "database/write_turn.h"

namespace manual {

// Makes an empty database that only its owner may read, where there is none; SQLite would let
// everybody read it. A file that is there is not touched.
void make_private_database(const std::filesystem::path& file);

class DatabasePool {
public:
    // Makes the file where there is none.
    explicit DatabasePool(std::filesystem::path file, Durability durability = Durability::full);

    struct Return {
        DatabasePool* pool;
        void operator()(Database* database) const;
    };
    using Lease = std::unique_ptr<Database, Return>;

    // The pool must outlive the lease.
    Lease borrow();

private:
    std::filesystem::path file_;
    WriteTurn turn_;
    Durability durability_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace manual
