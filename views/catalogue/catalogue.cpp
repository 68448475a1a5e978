#include "catalogue/catalogue.h"

#include <algorithm>
#include <utility>

#include "catalogue/current_index.h"
#include "catalogue/damaged_catalogue.h"

namespace manual {

namespace {

// Increased with each change of the tables. A catalogue of another version is built again.
constexpr std::int64_t schema_version = 4;

constexpr const char* schema = R"(
    DROP TABLE IF EXISTS pages;
    DROP TABLE IF EXISTS words;
    DROP TABLE IF EXISTS revision;
    DROP TABLE IF EXISTS origin;
    DROP TABLE IF EXISTS translations;
    DROP TABLE IF EXISTS unreadable;
    CREATE TABLE origin(root TEXT NOT NULL, packages TEXT NOT NULL);
    CREATE TABLE pages(
        id INTEGER PRIMARY KEY,
        chapter TEXT NOT NULL,
        section TEXT NOT NULL,
        name TEXT NOT NULL,
        aliases TEXT NOT NULL,
        description TEXT NOT NULL,
        file TEXT NOT NULL,
        modified INTEGER NOT NULL,
        size INTEGER NOT NULL,
        included TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT 'en',
        package TEXT NOT NULL DEFAULT '',
        UNIQUE(name, section));
    CREATE INDEX pages_by_chapter ON pages(chapter, name COLLATE NOCASE);
    CREATE INDEX pages_by_package ON pages(package, section, name COLLATE NOCASE);
    CREATE TABLE revision(number INTEGER NOT NULL);
    INSERT INTO revision VALUES (abs(random() / 2));
    CREATE TRIGGER pages_added AFTER INSERT ON pages BEGIN
        UPDATE revision SET number = number + 1;
    END;
    CREATE TRIGGER pages_removed AFTER DELETE ON pages BEGIN
        UPDATE revision SET number = number + 1;
    END;
    CREATE TABLE translations(
        section TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        aliases TEXT NOT NULL,
        description TEXT NOT NULL,
        file TEXT NOT NULL UNIQUE,
        modified INTEGER NOT NULL,
        size INTEGER NOT NULL,
        included TEXT NOT NULL,
        PRIMARY KEY(name, section, language)) WITHOUT ROWID;
    CREATE TABLE unreadable(
        section TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY(name, section, language)) WITHOUT ROWID;
)";

bool is_current(Database& database)
{
    Statement version = database.query("PRAGMA user_version");
    return version.next() && version.integer(0) == schema_version;
}

Entry entry(const Statement& row)
{
    return {std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}};
}

std::optional<Entry> first(Statement query)
{
    if (!query.next()) return {};
    return entry(query);
}

std::vector<Entry> all(Statement query)
{
    std::vector<Entry> entries;
    while (query.next())
        entries.push_back(entry(query));
    return entries;
}

std::vector<SectionCount> counts(Statement query)
{
    std::vector<SectionCount> sections;
    while (query.next())
        sections.push_back({std::string{query.text(0)}, query.integer(1)});
    return sections;
}

}  // namespace

// Commits do not wait for the disk, because the catalogue can be built again.
Catalogue::Catalogue(const std::filesystem::path& file)
    : database_(file, Durability::relaxed), index_(std::make_unique<CurrentIndex>())
{
    or_say_how_to_mend([&] {
        const auto database = database_.borrow();
        if (is_current(*database)) return;
        Transaction transaction{*database};
        if (is_current(*database)) return;  // another process was faster
        database->script(schema);
        database->script(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
        transaction.commit();
    });
}

Catalogue::~Catalogue() = default;

std::optional<Entry> Catalogue::find(std::string_view section, std::string_view name)
{
    return first(database_.borrow()->query(
        "SELECT section, name, description FROM pages WHERE name = ? AND section = ?", name,
        section));
}

std::optional<Entry> Catalogue::refer(std::string_view section, std::string_view name)
{
    return first(
        database_.borrow()->query("SELECT section, name, description FROM pages WHERE name = ?1 "
                                  "AND substr(section, 1, length(?2)) = ?2 "
                                  "ORDER BY section LIMIT 1",
                                  name, section));
}

std::optional<std::string> Catalogue::file(std::string_view section, std::string_view name)
{
    const auto database = database_.borrow();
    Statement query =
        database->query("SELECT file FROM pages WHERE name = ? AND section = ?", name, section);
    if (!query.next()) return {};
    return std::string{query.text(0)};
}

std::vector<Entry> Catalogue::named(std::string_view name)
{
    auto entries = all(database_.borrow()->query(
        "SELECT section, name, description FROM pages WHERE name = ? ORDER BY section", name));
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return section_order(a.section) < section_order(b.section);
    });
    return entries;
}

std::vector<SectionCount> Catalogue::chapters()
{
    return counts(database_.borrow()->query(
        "SELECT chapter, count(*) FROM pages GROUP BY chapter ORDER BY chapter"));
}

std::vector<SectionCount> Catalogue::sections(std::string_view chapter)
{
    return counts(database_.borrow()->query(
        "SELECT section, count(*) FROM pages WHERE chapter = ? GROUP BY section ORDER BY section",
        chapter));
}

std::vector<Entry> Catalogue::list(std::string_view section, std::string_view prefix)
{
    const std::string_view chapter = section.substr(0, 1);
    return all(database_.borrow()->query(
        "SELECT section, name, description FROM pages "
        "WHERE chapter = ?1 AND (?2 = ?1 OR section = ?2) AND substr(name, 1, length(?3)) = ?3 "
        "ORDER BY name COLLATE NOCASE, name, section",
        chapter, section, prefix));
}

std::shared_ptr<const SearchIndex> Catalogue::search_index()
{
    return index_->of(database_);
}

}  // namespace manual
