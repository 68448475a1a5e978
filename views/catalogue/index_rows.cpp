#include "catalogue/index_rows.h"

#include <strings.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t smallest_family = 20;

using Family = std::function<std::string(std::string_view name)>;  // "" if it has none

// "gcloud_alpha_builds" after "gcloud_" -> "gcloud_alpha_"
Family by_separator(std::size_t after)
{
    return [after](std::string_view name) {
        constexpr std::string_view separators = "_-.:";
        const std::size_t start = name.find_first_of(separators, std::min(name.size(), after + 1));
        const std::size_t end = name.find_first_not_of(separators, start);
        return end == std::string_view::npos ? "" : std::string{name.substr(0, end)};
    };
}

Family by_letter(std::size_t after)
{
    return [after](std::string_view name) {
        if (name.size() <= after) return std::string{};
        const std::u32string rest = code_points(name.substr(after));
        return std::string{name.substr(0, after)} + utf8(rest.substr(0, 1));
    };
}

void fold(std::vector<IndexRow>& rows, const Family& family, std::size_t most)
{
    std::map<std::string, std::size_t> sizes;
    for (const IndexRow& row : rows) {
        if (!row.is_folder()) ++sizes[family(row.page.name)];
    }
    sizes.erase("");
    std::vector<std::pair<std::size_t, std::string>> largest_first;
    largest_first.reserve(sizes.size());
    for (const auto& [prefix, size] : sizes)
        largest_first.emplace_back(size, prefix);
    std::sort(largest_first.rbegin(), largest_first.rend());
    std::map<std::string, std::size_t> folded;
    std::size_t left = rows.size();
    for (const auto& [size, prefix] : largest_first) {
        if (left <= most || size < smallest_family) break;
        folded.emplace(prefix, size);
        left -= size - 1;
    }
    std::erase_if(rows, [&](const IndexRow& row) {
        return !row.is_folder() && folded.contains(family(row.page.name));
    });
    for (const auto& [prefix, size] : folded)
        rows.push_back({{"", prefix, ""}, size});
}

char letter_of(std::string_view name, std::string_view prefix)
{
    const std::string_view rest = name.size() > prefix.size() ? name.substr(prefix.size()) : name;
    const char c = rest.empty() ? '#' : rest[0];
    if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
    return c >= 'A' && c <= 'Z' ? c : '#';
}

}  // namespace

std::vector<IndexRow> index_rows(std::vector<Entry> entries, std::string_view prefix,
                                 std::size_t most)
{
    std::vector<IndexRow> rows;
    rows.reserve(entries.size());
    for (Entry& entry : entries)
        rows.push_back({std::move(entry), 0});
    if (rows.size() > most) fold(rows, by_separator(prefix.size()), most);
    if (rows.size() > most) fold(rows, by_letter(prefix.size()), most);
    std::stable_sort(rows.begin(), rows.end(), [](const IndexRow& a, const IndexRow& b) {
        return strcasecmp(a.page.name.c_str(), b.page.name.c_str()) < 0;
    });
    return rows;
}

std::vector<IndexGroup> grouped(std::vector<IndexRow> rows, std::string_view prefix)
{
    std::map<char, IndexGroup> groups;  // '#' is before 'A'
    for (IndexRow& row : rows) {
        const char letter = letter_of(row.page.name, prefix);
        IndexGroup& group = groups[letter];
        group.letter = letter;
        group.rows.push_back(std::move(row));
    }
    std::vector<IndexGroup> result;
    result.reserve(groups.size());
    for (auto& [letter, group] : groups)
        result.push_back(std::move(group));
    return result;
}

}  // namespace manual
