// The catalogue: which pages there are, with their one-line descriptions, in an SQLite file. It is
// kept up to date by update_catalogue() and searched by search_catalogue(). May be shared by all
// threads. Throws DatabaseError or DatabaseUnavailable where the file cannot be read or written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/sections.h"
#include "database/database_pool.h"

namespace manual {

// One page. Sections are the real ones: "1", "3ssl".
struct Entry {
    std::string section;
    std::string name;
    std::string description;  // perhaps empty

    std::string label() const { return page_label(section, name); }
};

struct SectionCount {
    std::string section;
    std::int64_t pages = 0;
};

class Catalogue {
public:
    // Opens the file, or makes an empty catalogue there.
    explicit Catalogue(const std::filesystem::path& file);

    std::optional<Entry> find(std::string_view section, std::string_view name);

    // The page that a reference like crypto(7) means: the one in that very section, or else in one
    // that begins with it (7ssl).
    std::optional<Entry> refer(std::string_view section, std::string_view name);

    // The page's file, relative to the man root.
    std::optional<std::string> file(std::string_view section, std::string_view name);

    // The pages of this name in all sections, in their order.
    std::vector<Entry> named(std::string_view name);

    // Pages a visitor may have meant: names that begin with `name` or with its longest beginning
    // that exists.
    std::vector<Entry> similar(std::string_view name, std::size_t limit);

    // Sections "1" to "9" and so on, each with all sections that begin with it.
    std::vector<SectionCount> chapters();

    // The real sections of a chapter: 3, 3pm, 3ssl.
    std::vector<SectionCount> sections(std::string_view chapter);

    // The pages of a chapter ("3", with 3pm and 3ssl) or of one real section ("3pm") whose names
    // begin with `prefix`, by name without regard to case.
    std::vector<Entry> list(std::string_view section, std::string_view prefix);

    DatabasePool& database() { return database_; }

private:
    DatabasePool database_;
};

}  // namespace manual
