// Which pages a visitor has read lately. Kept in the accounts' database; callable from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/database_pool.h"

namespace manual {

struct Visit {
    std::string section;
    std::string name;
};

class History {
public:
    // The pool must outlive the history.
    explicit History(DatabasePool& accounts) : accounts_(accounts) {}

    // Nothing happens for a user who does not exist. The last 50 pages are remembered.
    void record(std::int64_t user, const Visit& visit, std::chrono::sys_seconds now);

    // The newest first.
    std::vector<Visit> recent(std::int64_t user, int limit);

private:
    DatabasePool& accounts_;
};

}  // namespace manual
