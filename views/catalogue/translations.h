// The languages of the pages, and the pages that cannot be read. Any thread may call these
// functions. They throw DatabaseError or DatabaseUnavailable if the catalogue cannot be read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace manual {

// A page in one language.
struct PageText {
    Entry entry;
    std::string language;  // a BCP 47 tag: "en", "pt-BR"
    std::string file;      // its path, relative to the man root
};

// Returns the page of exactly this name and section.
std::optional<PageText> page_in(Catalogue& catalogue, std::string_view language,
                                std::string_view section, std::string_view name);

// Returns the page that a reference such as crypto(7) means, see Catalogue::refer().
std::optional<Entry> refer_in(Catalogue& catalogue, std::string_view language,
                              std::string_view section, std::string_view name);

// Returns the languages of a page, English first, the others by their tags.
std::vector<std::string> languages_of(Catalogue& catalogue, std::string_view section,
                                      std::string_view name);

// Returns all pages that are not in English, without their descriptions.
std::vector<PageText> all_translations(Catalogue& catalogue);

// Returns why a page that is installed cannot be read. Returns nothing if it can be read, or is not
// installed.
std::optional<std::string> why_unreadable(Catalogue& catalogue, std::string_view language,
                                          std::string_view section, std::string_view name);

}  // namespace manual
