#include "catalogue/neighbours.h"

#include <string_view>

namespace manual {

namespace {

std::optional<Entry> neighbour(Statement query)
{
    if (!query.next()) return {};
    return Entry{std::string{query.text(0)}, std::string{query.text(1)},
                 std::string{query.text(2)}};
}

}  // namespace

Neighbours neighbours(Catalogue& catalogue, const Entry& page)
{
    const auto database = catalogue.database().borrow();
    const std::string_view chapter = std::string_view{page.section}.substr(0, 1);
    // The first comparison uses the index on names, the second one separates "a" from "A".
    return {neighbour(database->query(
                "SELECT section, name, description FROM pages WHERE chapter = ?1 AND section = ?2 "
                "AND name COLLATE NOCASE <= ?3 AND (name COLLATE NOCASE < ?3 OR name < ?3) "
                "ORDER BY name COLLATE NOCASE DESC, name DESC LIMIT 1",
                chapter, page.section, page.name)),
            neighbour(database->query(
                "SELECT section, name, description FROM pages WHERE chapter = ?1 AND section = ?2 "
                "AND name COLLATE NOCASE >= ?3 AND (name COLLATE NOCASE > ?3 OR name > ?3) "
                "ORDER BY name COLLATE NOCASE, name LIMIT 1",
                chapter, page.section, page.name))};
}

}  // namespace manual
