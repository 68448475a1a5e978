#include "catalogue/translations.h"
#include "library.h"
#include "pages/manual_page.h"
#include "pages/missing.h"
#include "pages/pages.h"
#include "pages/unreadable.h"
#include "paths.h"
#include "sources/man_language.h"

namespace manual {

using namespace aspic;

Answer translated(PublicRequest& /*request*/, std::string_view language, std::string_view section,
                  std::string_view name)
{
    if (language == english) return redirect(manual_path(section, name), 301);
    Catalogue& catalogue = library().catalogue;
    if (const auto text = page_in(catalogue, language, section, name)) return manual_page(*text);
    if (const auto reason = why_unreadable(catalogue, language, section, name))
        return unreadable(language, section, name, *reason);
    if (const auto meant = refer_in(catalogue, language, section, name))
        return redirect(translated_path(language, meant->section, meant->name), 301);
    // A translation that was removed leads to the English page.
    if (catalogue.find(section, name)) return redirect(manual_path(section, name));
    return missing(section, name);
}

}  // namespace manual
