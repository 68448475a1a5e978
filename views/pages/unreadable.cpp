#include "pages/unreadable.h"

#include <string>

#include "base/text.h"
#include "catalogue/sections.h"
#include "catalogue/translations.h"
#include "library.h"
#include "pages/manual_page.h"
#include "pages/missing.h"
#include "sources/man_language.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::size_t longest_reason = 400;

// Visitors need not know in which directory the pages are.
std::string without_directories(std::string text)
{
    const std::string roots = library().root.name();
    for (const std::string_view root : split(roots, ':')) {
        const std::string start = std::string{root} + "/";
        for (std::size_t at; (at = text.find(start)) != std::string::npos;)
            text.erase(at, start.size());
    }
    return text;
}

}  // namespace

Page unreadable(std::string_view language, std::string_view section, std::string_view name,
                std::string_view reason)
{
    Page page{"unreadable.tpl"};
    page.status(404);
    page.set("TITLE", "Cannot read " + page_label(section, name));
    page.set("NAME", name);
    page.set("SECTION", section);
    page.set("REASON", tidy(without_directories(std::string{reason}), longest_reason));
    page.list("LANGUAGES");
    bool any = false;
    for (const std::string& other : languages_of(library().catalogue, section, name)) {
        if (other == language) continue;
        any = true;
        Values& row = page.add("LANGUAGES");
        row.set("OTHER_LANGUAGE", other);
        row.set("LANGUAGE_NAME", language_name(other));
        row.set("LANGUAGE_URL", page_path(other, section, name));
    }
    page.show("HAS_LANGUAGES", any);
    add_other_sections(page, section, name);
    return page;
}

}  // namespace manual
