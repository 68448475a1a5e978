// The connections to one database file for all threads. Each thread borrows its own connection. A
// process has one pool for each file.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "database/database.h"
#include "database/write_turn.h"

namespace manual {

// If there is no file, creates an empty database that only its owner may read. (SQLite would let
// everybody read it.) An existing file is not changed.
void make_private_database(const std::filesystem::path& file);

class DatabasePool {
public:
    // Creates the file if it does not exist.
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
