// What is known about pages without a query: SearchIndex::weigh().
#include <algorithm>
#include <cmath>

#include "catalogue/search_index.h"
#include "catalogue/well_known.h"

namespace manual {

namespace {

constexpr float main_name_bonus = 0.05F;
constexpr float well_known_bonus = 0.25F;

// Families are names with the same beginning: git-add, git-commit.
std::string_view family_of(std::string_view key)
{
    const std::size_t end = key.find_first_of("-_.:", 1);
    return end == std::string_view::npos ? std::string_view{} : key.substr(0, end);
}

// Commands are what most visitors look for; a suffix (3pm) is a sign of the contrary.
float importance_of_section(std::string_view section)
{
    float importance = 0;
    switch (section.empty() ? ' ' : section[0]) {
        case '1':
            importance = 0.30F;
            break;
        case '8':
            importance = 0.28F;
            break;
        case '2':
            importance = 0.20F;
            break;
        case '3':
            importance = 0.15F;
            break;
        case '5':
            importance = 0.17F;
            break;
        case '7':
            importance = 0.15F;
            break;
        default:
            break;
    }
    return section.size() > 1 ? importance - 0.12F : importance;
}

bool is_well_known(const IndexedPage& page)
{
    const std::string& section = page.entry.section;
    if (section == "1" || section == "8") return is_well_known_command(page.entry.name);
    return (section == "2" || section == "3") && is_well_known_function(page.entry.name);
}

}  // namespace

// Members of large families are many and less likely, their heads (git, systemd) more likely. Short
// names are those that people type every day. A page with several names begins with the main one:
// the other pages of malloc, free, calloc and realloc have it as their first alias.
void SearchIndex::weigh()
{
    std::unordered_map<std::string_view, int> sizes;
    for (const IndexedPage& page : pages_)
        ++sizes[family_of(page.key)];
    for (IndexedPage& page : pages_) {
        const auto own = sizes.find(page.key);
        const auto family = family_of(page.key);
        const auto log2_of = [](int size) { return std::log2(static_cast<float>(size) / 8.0F); };
        if (is_well_known(page)) page.importance += well_known_bonus;
        const auto others = first_names_.find(page.entry.label());
        if (others != first_names_.end() && others->second > 1) page.importance += main_name_bonus;
        page.importance += importance_of_section(page.entry.section);
        page.importance +=
            0.15F * (1.0F - std::min(1.0F, static_cast<float>(page.key.size()) / 20));
        if (!family.empty() && sizes[family] > 8) page.importance -= 0.05F * log2_of(sizes[family]);
        if (own != sizes.end() && own->second > 8 && page.section_order < 400)
            page.importance += 0.03F * log2_of(own->second);
    }
}

}  // namespace manual
