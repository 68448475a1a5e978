#include "catalogue/catalogue_update.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "catalogue/damaged_catalogue.h"
#include "catalogue/packages.h"
#include "catalogue/page_summary.h"
#include "sources/man_language.h"

namespace manual {

namespace {

struct Known {
    std::int64_t id;  // in the table `pages`; 0 for a translation
    std::int64_t modified;
    std::int64_t size;
    std::string included;
};
using KnownPages = std::map<std::string, Known, std::less<>>;  // by file

// From what the catalogue was made.
struct Origin {
    std::string root;
    std::string packages;  // state_of_packages()
    bool operator==(const Origin&) const = default;
};

Origin last_origin(Database& database)
{
    Statement row = database.query("SELECT root, packages FROM origin");
    if (!row.next()) return {};
    return {std::string{row.text(0)}, std::string{row.text(1)}};
}

// Of a catalogue of another root, no file counts as read.
KnownPages known_pages(Database& database, bool same_root)
{
    KnownPages known;
    Statement row = database.query(
        "SELECT file, id, modified, size, included FROM pages WHERE language = 'en' "
        "UNION ALL SELECT file, 0, modified, size, included FROM translations");
    while (row.next()) {
        const std::int64_t modified = same_root ? row.integer(2) : -1;
        known.emplace(row.text(0),
                      Known{row.integer(1), modified, row.integer(3), std::string{row.text(4)}});
    }
    return known;
}

bool is_unchanged(const Known& known, const ManFile& file)
{
    return known.modified == file.modified && known.size == file.size &&
           (known.included.empty() ||
            ManRoot::state_of(included_files(known.included)) == known.included);
}

void remove_pages(Database& database, const KnownPages& gone)
{
    // Compares the file too: another process may have given the id to another page in the meantime.
    Statement page =
        database.query("DELETE FROM pages WHERE id = ? AND file = ?", std::int64_t{-1}, "");
    Statement translation = database.query("DELETE FROM translations WHERE file = ?", "");
    for (const auto& [file, known] : gone) {
        if (known.id == 0) {
            translation.bind(file).run();
        } else {
            page.bind(known.id, file).run();
        }
    }
}

// Adds rows to the tables. Each row replaces the one of the same page.
class Writer {
public:
    explicit Writer(Database& database)
        : replace_(database.query("DELETE FROM pages WHERE name = ? AND section = ?", "", "")),
          page_(database.query("INSERT INTO pages(chapter, section, name, aliases, description, "
                               "file, modified, size, included) VALUES (?,?,?,?,?,?,?,?,?)",
                               "")),
          translation_(database.query(
              "INSERT OR REPLACE INTO translations(language, section, name, aliases, description, "
              "file, modified, size, included) VALUES (?,?,?,?,?,?,?,?,?)",
              "")),
          unreadable_(database.query("INSERT OR REPLACE INTO unreadable(language, section, name, "
                                     "reason) VALUES (?,?,?,?)",
                                     ""))
    {
    }

    void add(const ManFile& file, const PageSummary& found)
    {
        if (file.language == english) {
            replace_.bind(file.name, file.section).run();
            page_
                .bind(file.section.substr(0, 1), file.section, file.name, found.aliases,
                      found.description, file.path, file.modified, file.size, found.included)
                .run();
        } else {
            translation_
                .bind(file.language, file.section, file.name, found.aliases, found.description,
                      file.path, file.modified, file.size, found.included)
                .run();
        }
    }

    void add_unreadable(const ManFile& file, const std::string& reason)
    {
        unreadable_.bind(file.language, file.section, file.name, reason).run();
    }

private:
    Statement replace_;
    Statement page_;
    Statement translation_;
    Statement unreadable_;
};

// Puts one translation of each page that has no English form into the table `pages`, so that
// searches and lists find it.
void add_pages_without_english(Database& database)
{
    database.script(R"(
        DELETE FROM pages WHERE language <> 'en' AND NOT EXISTS (
            SELECT 1 FROM translations AS t WHERE t.file = pages.file
                AND t.modified = pages.modified AND t.size = pages.size
                AND t.included = pages.included);
        INSERT INTO pages(chapter, section, name, aliases, description, file, modified, size,
                          included, language)
            SELECT substr(section, 1, 1), section, name, aliases, description, file, modified, size,
                   included, min(language)
            FROM translations AS t
            WHERE NOT EXISTS (SELECT 1 FROM pages WHERE pages.name = t.name
                              AND pages.section = t.section)
            GROUP BY name, section;)");
}

CatalogueUpdate updated(Catalogue& catalogue, const ManRoot& root,
                        const std::filesystem::path& dpkg)
{
    const auto database = catalogue.database().borrow();
    const Origin before = last_origin(*database);
    const Origin origin{root.name(), state_of_packages(dpkg)};
    KnownPages gone = known_pages(*database, before.root == origin.root);
    std::vector<ManFile> changed;
    CatalogueUpdate update;
    for (ManFile& file : root.files()) {
        const auto known = gone.find(file.path);
        if (known != gone.end() && is_unchanged(known->second, file)) {
            gone.erase(known);
            ++update.pages;
        } else {
            changed.push_back(std::move(file));
        }
    }
    const std::vector<PageSummary> found = summaries(root, changed);
    std::optional<PackageLists> lists;
    const bool is_read = std::any_of(found.begin(), found.end(),
                                     [](const PageSummary& page) { return page.problem.empty(); });
    if (is_read || !gone.empty() || before != origin) lists.emplace(dpkg);

    Transaction transaction{*database};
    remove_pages(*database, gone);
    database->run("DELETE FROM unreadable");
    Writer writer{*database};
    update.removed = gone.size();
    for (std::size_t i = 0; i < changed.size(); ++i) {
        const ManFile& file = changed[i];
        if (gone.contains(file.path)) --update.removed;
        if (!found[i].problem.empty()) {
            update.unreadable.push_back(found[i].problem);
            writer.add_unreadable(file, found[i].problem);
            continue;
        }
        writer.add(file, found[i]);
        ++update.read;
    }
    if (!gone.empty() || update.read > 0) add_pages_without_english(*database);
    if (lists) set_packages(*database, root, *lists);
    database->run("DELETE FROM origin");
    database->run("INSERT INTO origin(root, packages) VALUES (?, ?)", origin.root, origin.packages);
    transaction.commit();
    if (update.read > 1000) database->script("PRAGMA optimize");
    update.pages += update.read;
    return update;
}

}  // namespace

CatalogueUpdate update_catalogue(Catalogue& catalogue, const ManRoot& root,
                                 const std::filesystem::path& dpkg)
{
    return or_say_how_to_mend([&] { return updated(catalogue, root, dpkg); });
}

}  // namespace manual
