#include "catalogue/search.h"

#include <algorithm>

#include "base/text.h"
#include "catalogue/current_index.h"
#include "catalogue/did_you_mean.h"
#include "catalogue/search_ranking.h"
#include "catalogue/spelling.h"

namespace manual {

namespace {

void set_pages(SearchResults& results, const SearchIndex& index, const Ranking& ranking,
               std::size_t offset, std::size_t limit)
{
    results.total = std::ssize(ranking.pages);
    results.named = ranking.named;
    results.all_words = ranking.all_words;
    const std::size_t end = std::min(offset + limit, ranking.pages.size());
    for (std::size_t at = offset; at < end; ++at)
        results.entries.push_back(index.pages()[ranking.pages[at].page].entry);
}

}  // namespace

SearchResults search_pages(const SearchIndex& index, const SearchTerms& terms, std::int64_t offset,
                           std::int64_t limit)
{
    SearchResults results;
    if (terms.empty() || offset < 0 || limit <= 0) return results;
    const auto skipped = static_cast<std::size_t>(offset);
    const auto most = static_cast<std::size_t>(limit);
    const Ranking ranking = ranked(index, terms, skipped + most);
    if (!ranking.named) results.suggestion = did_you_mean(index, terms);
    if (!results.suggestion.empty() && !ranking.all_words) {
        const Ranking better = ranked(index, SearchTerms{results.suggestion}, skipped + most);
        if (better.named || better.all_words || ranking.pages.empty()) {
            results.is_corrected = !better.pages.empty();
            set_pages(results, index, better, skipped, most);
            return results;
        }
    }
    set_pages(results, index, ranking, skipped, most);
    return results;
}

SearchResults search_catalogue(Catalogue& catalogue, const SearchTerms& terms, std::int64_t offset,
                               std::int64_t limit)
{
    if (terms.empty()) return {};
    return search_pages(*catalogue.search_index(), terms, offset, limit);
}

std::vector<Entry> similar_names(Catalogue& catalogue, std::string_view name, std::size_t limit)
{
    const auto index = catalogue.search_index();
    const std::string key = lower_case(name);
    const int most = most_errors(key.size());
    std::vector<RankedPage> near;
    for (PageNumber at = 0; at < index->pages().size(); ++at) {
        const IndexedPage& page = index->pages()[at];
        const int distance = edit_distance(key, page.key, most);
        if (distance <= most) near.push_back({at, page.importance - static_cast<float>(distance)});
    }
    for (std::size_t size = key.size(); size > 0 && near.size() < limit; --size) {
        const auto beginning = index->beginning(std::string_view{key}.substr(0, size));
        for (const PageNumber at : beginning)
            near.push_back({at, index->pages()[at].importance - 4});
        if (!beginning.empty()) break;
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const RankedPage& a, const RankedPage& b) { return a.score > b.score; });
    std::vector<Entry> entries;
    std::vector<bool> listed(index->pages().size());
    for (const RankedPage& each : near) {
        if (entries.size() == limit) break;
        if (listed[each.page]) continue;
        listed[each.page] = true;
        entries.push_back(index->pages()[each.page].entry);
    }
    return entries;
}

}  // namespace manual
