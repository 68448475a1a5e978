#include "catalogue/catalogue_update.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "sources/name_section.h"

namespace manual {

namespace {

struct Known {
    std::int64_t id;
    std::int64_t modified;
    std::int64_t size;
};
using KnownPages = std::map<std::string, Known, std::less<>>;  // by file

struct Summary {
    std::string description;
    std::string aliases;  // separated by newlines
    std::string error;    // why the page could not be read
};

KnownPages known_pages(Database& database, const std::string& root)
{
    KnownPages known;
    Statement origin = database.query("SELECT root FROM origin");
    const bool same_root = origin.next() && origin.text(0) == root;
    Statement row = database.query("SELECT file, id, modified, size FROM pages");
    while (row.next()) {
        const std::int64_t modified = same_root ? row.integer(2) : -1;
        known.emplace(row.text(0), Known{row.integer(1), modified, row.integer(3)});
    }
    return known;
}

Summary summary(const ManRoot& root, const ManFile& file)
{
    std::string source;
    try {
        source = root.beginning(file.path);
    } catch (const SourceError& error) {
        return {{}, {}, error.what()};
    }
    if (source.empty()) return {{}, {}, "page " + file.path + " is empty or damaged"};

    Summary result;
    for (auto& [name, description] : read_name_section(source)) {
        // If the names have different descriptions, the one for this file's name is used.
        if (result.description.empty() || name == file.name)
            result.description = std::move(description);
        if (name != file.name) result.aliases += name + '\n';
    }
    return result;
}

std::vector<Summary> summaries(const ManRoot& root, const std::vector<ManFile>& files)
{
    std::vector<Summary> results(files.size());
    std::atomic<std::size_t> next{0};
    aspic::ProgressBar progress{"Reading manual pages", files.size()};
    const auto work = [&] {
        for (std::size_t i; (i = next++) < files.size(); progress.advance())
            results[i] = summary(root, files[i]);
    };
    {
        // The threads are joined before the results are returned.
        std::vector<std::jthread> readers;
        const unsigned wanted = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
        for (unsigned i = 0; i < wanted && i < files.size(); ++i)
            readers.emplace_back(work);
    }
    return results;
}

}  // namespace

CatalogueUpdate update_catalogue(Catalogue& catalogue, const ManRoot& root)
{
    const auto database = catalogue.database().borrow();
    const std::string origin = root.name();
    KnownPages gone = known_pages(*database, origin);
    std::vector<ManFile> changed;
    CatalogueUpdate update;
    for (ManFile& file : root.files()) {
        const auto known = gone.find(file.path);
        if (known != gone.end() && known->second.modified == file.modified &&
            known->second.size == file.size) {
            gone.erase(known);
            ++update.pages;
        } else {
            changed.push_back(std::move(file));
        }
    }
    const std::vector<Summary> found = summaries(root, changed);

    Transaction transaction{*database};
    // Compares the file too: another process may have given the id to another page in the meantime.
    Statement remove =
        database->query("DELETE FROM pages WHERE id = ? AND file = ?", std::int64_t{-1}, "");
    for (const auto& [file, known] : gone)
        remove.bind(known.id, file).run();
    Statement replace = database->query("DELETE FROM pages WHERE name = ? AND section = ?", "", "");
    Statement add = database->query(
        "INSERT INTO pages(chapter, section, name, aliases, description, file, modified, size) "
        "VALUES (?,?,?,?,?,?,?,?)",
        "");
    update.removed = gone.size();
    for (std::size_t i = 0; i < changed.size(); ++i) {
        const ManFile& file = changed[i];
        if (gone.contains(file.path)) --update.removed;
        if (!found[i].error.empty()) {
            update.unreadable.push_back(found[i].error);
            continue;
        }
        replace.bind(file.name, file.section).run();
        add.bind(file.section.substr(0, 1), file.section, file.name, found[i].aliases,
                 found[i].description, file.path, file.modified, file.size)
            .run();
        ++update.read;
    }
    database->run("DELETE FROM origin");
    database->run("INSERT INTO origin(root) VALUES (?)", origin);
    transaction.commit();
    if (update.read > 1000)
        database->script("INSERT INTO words(words) VALUES ('optimize'); PRAGMA optimize;");
    update.pages += update.read;
    return update;
}

}  // namespace manual
