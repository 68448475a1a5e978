// The catalogue lists the pages and their one-line descriptions, in an SQLite file. The table
// `pages` has each page once: in English or, if there is no English one, in another language. Other
// languages are in the table `translations`, which translations.h reads. packages.h knows the
// packages.
// update_catalogue() keeps it up to date, and search_catalogue() searches it. Any thread may use
// it. Throws DatabaseError or DatabaseUnavailable if the file cannot be read or written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/sections.h"
#include "database/database_pool.h"

namespace manual {

// One page. The section is its real one: "1", "3ssl".
struct Entry {
    std::string section;
    std::string name;
    std::string description;  // may be empty

    std::string label() const { return page_label(section, name); }
};

struct SectionCount {
    std::string section;
    std::int64_t pages = 0;
};

class CurrentIndex;
class SearchIndex;

class Catalogue {
public:
    // Opens the file, or creates an empty catalogue.
    explicit Catalogue(const std::filesystem::path& file);
    ~Catalogue();

    std::optional<Entry> find(std::string_view section, std::string_view name);

    // Returns the page that a reference such as crypto(7) means: the one in exactly that section,
    // or else in a section that begins with it (7ssl).
    std::optional<Entry> refer(std::string_view section, std::string_view name);

    // Returns the path of the page's file, relative to the man root.
    std::optional<std::string> file(std::string_view section, std::string_view name);

    // Returns the pages of this name in all sections, in the order of man(1).
    std::vector<Entry> named(std::string_view name);

    // Returns the chapters "1" to "9" and others, each with all sections that begin with it.
    std::vector<SectionCount> chapters();

    // Returns the real sections of a chapter: 3, 3pm, 3ssl.
    std::vector<SectionCount> sections(std::string_view chapter);

    // Returns the pages of a chapter ("3", with 3pm and 3ssl) or of one real section ("3pm") whose
    // names begin with `prefix`, ordered by name regardless of case.
    std::vector<Entry> list(std::string_view section, std::string_view prefix);

    DatabasePool& database() { return database_; }

    // Returns the index for searches. It is as new as the catalogue.
    std::shared_ptr<const SearchIndex> search_index();

private:
    DatabasePool database_;
    std::unique_ptr<CurrentIndex> index_;
};

}  // namespace manual
