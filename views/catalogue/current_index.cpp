#include "catalogue/current_index.h"

#include <utility>

namespace manual {

namespace {

// Each change of the table of pages changes this number.
std::int64_t revision_of(Database& database)
{
    Statement revision = database.query("SELECT number FROM revision");
    revision.next();
    return revision.integer(0);
}

std::shared_ptr<const SearchIndex> made_from(Database& database)
{
    auto index = std::make_shared<SearchIndex>();
    Statement row = database.query("SELECT section, name, description, aliases FROM pages");
    while (row.next()) {
        index->add({std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}},
                   row.text(3));
    }
    index->finish();
    return index;
}

}  // namespace

std::shared_ptr<const SearchIndex> CurrentIndex::of(DatabasePool& catalogue)
{
    const auto database = catalogue.borrow();
    // Read before the pages: if they change in between, the index is made once more.
    const std::int64_t revision = revision_of(*database);
    std::int64_t known = 0;
    auto index = newest(known);
    if (index && known == revision) return index;

    std::unique_lock making{makes_, std::defer_lock};
    if (!index) {
        making.lock();
        index = newest(known);
        if (index) return index;
    } else if (!making.try_lock()) {
        return index;
    }
    auto fresh = made_from(*database);
    const std::lock_guard swapping{swaps_};
    index_ = fresh;
    revision_ = revision;
    return fresh;
}

std::shared_ptr<const SearchIndex> CurrentIndex::newest(std::int64_t& revision)
{
    const std::lock_guard swapping{swaps_};
    revision = revision_;
    return index_;
}

}  // namespace manual
