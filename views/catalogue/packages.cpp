#include "catalogue/packages.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

namespace manual {

namespace {

// In SQLite's order of bytes, every name is between these two.
constexpr std::string_view before_all;
constexpr std::string_view after_all = "\xff";

constexpr const char* pages_after =
    "SELECT section, name, '' FROM pages WHERE package = ?1 AND section = ?2 "
    "AND name COLLATE NOCASE >= ?3 AND (name COLLATE NOCASE > ?3 OR name > ?3) "
    "ORDER BY name COLLATE NOCASE, name LIMIT ?4";
constexpr const char* pages_before =
    "SELECT section, name, '' FROM pages WHERE package = ?1 AND section = ?2 "
    "AND name COLLATE NOCASE <= ?3 AND (name COLLATE NOCASE < ?3 OR name < ?3) "
    "ORDER BY name COLLATE NOCASE DESC, name DESC LIMIT ?4";

void add_all(Statement query, std::vector<Entry>& pages)
{
    while (query.next()) {
        pages.push_back(
            {std::string{query.text(0)}, std::string{query.text(1)}, std::string{query.text(2)}});
    }
}

// The sections of a package with their numbers of pages, in the order of man(1).
std::vector<SectionCount> sections_of(Database& database, std::string_view package)
{
    std::vector<SectionCount> sections;
    Statement row = database.query(
        "SELECT section, count(*) FROM pages WHERE package = ? GROUP BY section", package);
    while (row.next())
        sections.push_back({std::string{row.text(0)}, row.integer(1)});
    std::sort(sections.begin(), sections.end(), [](const SectionCount& a, const SectionCount& b) {
        return std::tuple{section_order(a.section), std::string_view{a.section}} <
               std::tuple{section_order(b.section), std::string_view{b.section}};
    });
    return sections;
}

std::string package_of(Database& database, const Entry& page)
{
    Statement row = database.query("SELECT package FROM pages WHERE name = ? AND section = ?",
                                   page.name, page.section);
    return row.next() ? std::string{row.text(0)} : "";
}

}  // namespace

PackagePages same_package(Catalogue& catalogue, const Entry& page, std::size_t most)
{
    const auto database = catalogue.database().borrow();
    PackagePages result;
    result.package = package_of(*database, page);
    if (result.package.empty()) return {};
    const std::vector<SectionCount> sections = sections_of(*database, result.package);
    for (const SectionCount& each : sections)
        result.others += each.pages;
    if (--result.others < 1) return {};

    const auto own = std::find_if(sections.begin(), sections.end(), [&](const SectionCount& each) {
        return each.section == page.section;
    });
    // Adds pages of a section, the nearest first, up to `most`.
    const auto add = [&](const char* sql, const std::string& section, std::string_view from,
                         std::vector<Entry>& pages) {
        const auto left = static_cast<std::int64_t>(most - pages.size());
        add_all(database->query(sql, result.package, section, from, left), pages);
    };
    std::vector<Entry> after;
    for (auto each = own; each != sections.end() && after.size() < most; ++each) {
        add(pages_after, each->section, each == own ? std::string_view{page.name} : before_all,
            after);
    }
    std::vector<Entry> near;
    for (auto each = std::make_reverse_iterator(own == sections.end() ? own : own + 1);
         each != sections.rend() && near.size() < most; ++each) {
        add(pages_before, each->section,
            each->section == page.section ? std::string_view{page.name} : after_all, near);
    }
    std::reverse(near.begin(), near.end());

    // Half of them are before the page, if there are as many after it.
    const std::size_t before = near.size();
    near.insert(near.end(), after.begin(), after.end());
    const std::size_t shown = std::min(most, near.size());
    const std::size_t first = std::min(before - std::min(before, shown / 2), near.size() - shown);
    const auto begin = near.begin() + static_cast<std::ptrdiff_t>(first);
    result.near.assign(begin, begin + static_cast<std::ptrdiff_t>(shown));
    return result;
}

std::vector<SectionPages> pages_of(Catalogue& catalogue, std::string_view package)
{
    if (package.empty()) return {};
    const auto database = catalogue.database().borrow();
    std::vector<SectionPages> found;
    for (const SectionCount& each : sections_of(*database, package)) {
        found.push_back({each.section, {}});
        add_all(database->query("SELECT section, name, description FROM pages WHERE package = ? "
                                "AND section = ? ORDER BY name COLLATE NOCASE, name",
                                package, each.section),
                found.back().pages);
    }
    return found;
}

std::vector<std::string> packages(Catalogue& catalogue)
{
    const auto database = catalogue.database().borrow();
    Statement row = database->query(
        "SELECT package FROM pages WHERE package <> '' GROUP BY package HAVING count(*) > 1 "
        "ORDER BY package");
    std::vector<std::string> names;
    while (row.next())
        names.emplace_back(row.text(0));
    return names;
}

void set_packages(Database& database, const ManRoot& root, const PackageLists& lists)
{
    std::vector<std::pair<std::int64_t, std::string>> changed;
    {
        Statement row = database.query("SELECT id, file, package FROM pages");
        while (row.next()) {
            std::string package = lists.package_of(root.place_of(row.text(1)));
            if (package != row.text(2)) changed.emplace_back(row.integer(0), std::move(package));
        }
    }
    Statement update =
        database.query("UPDATE pages SET package = ? WHERE id = ?", "", std::int64_t{-1});
    for (const auto& [id, package] : changed)
        update.bind(package, id).run();
}

}  // namespace manual
