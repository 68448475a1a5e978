#include "database/database_pool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace manual {

void make_private_database(const std::filesystem::path& file)
{
    // SQLite must not open the new file in any thread before our own descriptor is closed.
    static std::mutex making;
    const std::lock_guard lock{making};
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
    } else if (errno != EEXIST) {
        throw DatabaseError{"cannot open database " + file.string() + ": " + std::strerror(errno)};
    }
}

DatabasePool::DatabasePool(std::filesystem::path file, Durability durability)
    : file_(std::move(file)), durability_(durability)
{
    make_private_database(file_);
}

DatabasePool::Lease DatabasePool::borrow()
{
    {
        const std::lock_guard lock{mutex_};
        if (!idle_.empty()) {
            Lease lease{idle_.back().release(), Return{this}};
            idle_.pop_back();
            return lease;
        }
    }
    return Lease{std::make_unique<Database>(file_, turn_, durability_).release(), Return{this}};
}

void DatabasePool::Return::operator()(Database* database) const
{
    std::unique_ptr<Database> owned{database};
    owned->stop_waiting();
    if (owned->is_in_transaction()) return;  // closing it undoes the transaction
    const std::lock_guard lock{pool->mutex_};
    pool->idle_.push_back(std::move(owned));
}

}  // namespace manual
