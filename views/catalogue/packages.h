// The packages of the pages in the catalogue, and the pages of a package. Any thread may call these
// functions. They throw DatabaseError or DatabaseUnavailable if the catalogue cannot be used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/package_lists.h"
#include "sources/man_root.h"

namespace manual {

// Pages near one page of a package. Entries have no descriptions.
struct PackagePages {
    std::string package;  // "" if the page is from no package, or is the only one of its package
    std::vector<Entry> near;  // without the page itself, in the order of pages_of()
    std::int64_t others = 0;  // all pages of the package without the page itself
};

// Returns at most `most` pages of the page's package: those around it.
PackagePages same_package(Catalogue& catalogue, const Entry& page, std::size_t most);

struct SectionPages {
    std::string section;
    std::vector<Entry> pages;
};

// Returns the pages of a package, each once for all its languages: the sections as man(1) orders
// them, and in each the names regardless of case.
std::vector<SectionPages> pages_of(Catalogue& catalogue, std::string_view package);

// Returns the packages with more than one page, sorted.
std::vector<std::string> packages(Catalogue& catalogue);

// Sets the package of each page. REQUIRES: a transaction of `database`.
void set_packages(Database& database, const ManRoot& root, const PackageLists& lists);

}  // namespace manual
