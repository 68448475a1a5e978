#include <nlohmann/json.hpp>

#include <algorithm>

#include "catalogue/search.h"
#include "library.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::int64_t most_suggestions = 8;

constexpr std::size_t longest_cached = 2;

}  // namespace

bool is_rare_suggestion(Request& request)
{
    const std::string_view typed = request.query("q").value_or("");
    return typed.size() > longest_cached ||
           !std::all_of(typed.begin(), typed.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Json suggest(PublicRequest& request)
{
    const SearchTerms terms{request.query("q").value_or("")};
    nlohmann::json rows = nlohmann::json::array();
    const SearchResults results = search_catalogue(library().catalogue, terms, 0, most_suggestions);
    for (const Entry& entry : results.entries) {
        rows.push_back({{"name", entry.name},
                        {"section", entry.section},
                        {"description", entry.description},
                        {"url", manual_path(entry.section, entry.name)}});
    }
    Json answer{rows};
    // Browsers keep all suggestions for a while, those that the page cache does not keep too.
    answer.header("Cache-Control", "public, max-age=600");
    return answer;
}

}  // namespace manual
