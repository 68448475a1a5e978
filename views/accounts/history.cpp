#include "accounts/history.h"

namespace manual {

void History::record(std::int64_t user, const Visit& visit, std::chrono::sys_seconds now)
{
    const auto database = accounts_.borrow();
    // The history may be lost in a power failure, so that no view waits for the disk.
    Transaction transaction{*database, Durability::relaxed};
    // Times are in milliseconds, so that visits within one second keep their order.
    database->run(
        "INSERT INTO visits(user, section, name, time) "
        "SELECT id, ?2, ?3, max(?4, coalesce((SELECT max(time) + 1 FROM visits WHERE user = ?1), "
        "0)) FROM users WHERE id = ?1 "
        "ON CONFLICT(user, section, name) DO UPDATE SET time = excluded.time",
        user, visit.section, visit.name, now.time_since_epoch().count() * 1000);
    database->run(
        "DELETE FROM visits WHERE user = ?1 AND time < "
        "(SELECT time FROM visits WHERE user = ?1 ORDER BY time DESC LIMIT 1 OFFSET 49)",
        user);
    transaction.commit();
}

std::vector<Visit> History::recent(std::int64_t user, int limit)
{
    const auto database = accounts_.borrow();
    Statement row = database->query(
        "SELECT section, name FROM visits WHERE user = ? ORDER BY time DESC LIMIT ?", user,
        std::int64_t{limit});
    std::vector<Visit> visits;
    while (row.next())
        visits.push_back({std::string{row.text(0)}, std::string{row.text(1)}});
    return visits;
}

}  // namespace manual
