// The pages that a visitor has read lately. Stored in the accounts' database. Any thread may call
// this.
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

    // Remembers the last 50 pages. Does nothing if the user does not exist.
    void record(std::int64_t user, const Visit& visit, std::chrono::sys_seconds now);

    // The newest page comes first.
    std::vector<Visit> recent(std::int64_t user, int limit);

private:
    DatabasePool& accounts_;
};

}  // namespace manual
