#include "catalogue/translations.h"

namespace manual {

namespace {

// A view of both tables. The rows of `pages` that are not English are copies.
const std::string all_texts =
    "(SELECT 'en' AS language, section, name, description, file FROM pages WHERE language = 'en' "
    "UNION ALL SELECT language, section, name, description, file FROM translations) ";

}  // namespace

std::optional<PageText> page_in(Catalogue& catalogue, std::string_view language,
                                std::string_view section, std::string_view name)
{
    const auto database = catalogue.database().borrow();
    Statement row =
        database->query("SELECT section, name, description, language, file FROM " + all_texts +
                            "WHERE name = ? AND section = ? AND language = ?",
                        name, section, language);
    if (!row.next()) return {};
    return PageText{{std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}},
                    std::string{row.text(3)},
                    std::string{row.text(4)}};
}

std::optional<Entry> refer_in(Catalogue& catalogue, std::string_view language,
                              std::string_view section, std::string_view name)
{
    const auto database = catalogue.database().borrow();
    Statement row = database->query("SELECT section, name, description FROM " + all_texts +
                                        "WHERE name = ?1 AND substr(section, 1, length(?2)) = ?2 "
                                        "AND language = ?3 ORDER BY section LIMIT 1",
                                    name, section, language);
    if (!row.next()) return {};
    return Entry{std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}};
}

std::vector<std::string> languages_of(Catalogue& catalogue, std::string_view section,
                                      std::string_view name)
{
    const auto database = catalogue.database().borrow();
    Statement row = database->query("SELECT language FROM " + all_texts +
                                        "WHERE name = ? AND section = ? "
                                        "ORDER BY language <> 'en', language",
                                    name, section);
    std::vector<std::string> languages;
    while (row.next())
        languages.emplace_back(row.text(0));
    return languages;
}

std::vector<PageText> all_translations(Catalogue& catalogue)
{
    const auto database = catalogue.database().borrow();
    Statement row = database->query(
        "SELECT section, name, language, file FROM translations ORDER BY language, section, name");
    std::vector<PageText> pages;
    while (row.next()) {
        pages.push_back({{std::string{row.text(0)}, std::string{row.text(1)}, ""},
                         std::string{row.text(2)},
                         std::string{row.text(3)}});
    }
    return pages;
}

std::optional<std::string> why_unreadable(Catalogue& catalogue, std::string_view language,
                                          std::string_view section, std::string_view name)
{
    const auto database = catalogue.database().borrow();
    Statement row = database->query(
        "SELECT reason FROM unreadable WHERE name = ? AND section = ? AND language = ?", name,
        section, language);
    if (!row.next()) return {};
    return std::string{row.text(0)};
}

}  // namespace manual
