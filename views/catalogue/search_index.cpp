#include "catalogue/search_index.h"

#include <algorithm>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t longest_query = 200;
constexpr int most_words = 8;

// Splits "ls(1)" and "ls (1)" into name and section.
bool has_section(std::string_view text, std::string& name, std::string& section)
{
    const std::size_t open = text.rfind('(');
    if (!text.ends_with(')') || open == std::string_view::npos || open == 0) return false;
    const std::string_view inner = text.substr(open + 1, text.size() - open - 2);
    const bool alnum = std::all_of(inner.begin(), inner.end(), is_ascii_alnum);
    if (inner.empty() || inner.size() > 16 || !alnum) return false;
    name = trim(text.substr(0, open));
    section = inner;
    return true;
}

// Makes a word a quoted string, in which FTS5 knows no operators. Quotes are doubled. `*` matches
// words that begin with it.
std::string match_expression(std::string_view text)
{
    std::string expression;
    int words = 0;
    for (const std::string_view word : split(text, ' ')) {
        const bool has_token = std::any_of(word.begin(), word.end(), [](char c) {
            return is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
        });
        if (!has_token || ++words > most_words) continue;
        expression += expression.empty() ? "\"" : " \"";
        for (const char c : word)
            expression += c == '"' ? std::string{"\"\""} : std::string{c};
        expression += "\"*";
    }
    return expression;
}

// In both queries, ?1 is the name that was typed, and ?5 is the expression.
const std::string by_words = R"(
    SELECT section, pages.name AS name, pages.description AS description,
           bm25(words, 1.0, 1.0, 3.0) AS score
    FROM words JOIN pages ON pages.id = words.rowid WHERE words MATCH ?5)";

const std::string by_name = R"(
    SELECT section, name, description, 0 AS score
    FROM pages WHERE name COLLATE NOCASE BETWEEN ?1 AND ?1 || char(0x10FFFF))";

// Rank 0 is the exact name, 1 the name in another case, 2 a name that begins with it, 3 all others.
// Within a rank, the requested section (?2) comes first. In rank 2, short names come first.
std::string ranked(const std::string& found)
{
    return R"(
        SELECT section, name, description,
               CASE WHEN name = ?1 THEN 0
                    WHEN name = ?1 COLLATE NOCASE THEN 1
                    WHEN substr(name, 1, length(?1)) = ?1 COLLATE NOCASE THEN 2
                    ELSE 3 END AS rank
        FROM ()" +
           found + R"()
        ORDER BY rank, section <> ?2, CASE rank WHEN 2 THEN length(name) ELSE score END,
                 length(name), name, section
        LIMIT ?3 OFFSET ?4)";
}

}  // namespace

SearchTerms::SearchTerms(std::string_view typed) : text_(tidy(typed, longest_query)), name_(text_)
{
    has_section(text_, name_, section_);
    match_ = match_expression(name_);
}

SearchResults search_catalogue(Catalogue& catalogue, const SearchTerms& terms, std::int64_t offset,
                               std::int64_t limit)
{
    SearchResults results;
    if (terms.empty()) return results;
    const auto database = catalogue.database().borrow();
    const bool words = !terms.match().empty();

    Statement count =
        words ? database->query("SELECT count(*) FROM words WHERE words MATCH ?", terms.match())
              : database->query("SELECT count(*) FROM (" + by_name + ")", terms.name());
    count.next();
    results.total = count.integer(0);

    Statement row = database->query(ranked(words ? by_words : by_name));
    if (words) {
        row.bind(terms.name(), terms.section(), limit, offset, terms.match());
    } else {
        row.bind(terms.name(), terms.section(), limit, offset);
    }
    while (row.next()) {
        results.entries.push_back(
            {std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}});
    }
    return results;
}

}  // namespace manual
