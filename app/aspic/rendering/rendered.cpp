#include <aspic/rendering/rendered.h>

#include <algorithm>

namespace aspic {

bool names_fragments(const std::vector<Hole>& holes)
{
    return std::any_of(holes.begin(), holes.end(),
                       [](const Hole& hole) { return hole.fragment != end_of_page; });
}

bool has_end(const std::vector<Hole>& holes)
{
    return std::any_of(holes.begin(), holes.end(),
                       [](const Hole& hole) { return hole.fragment == end_of_page; });
}

void open_end(Rendered& page)
{
    constexpr std::string_view closing = "</body>";
    const auto found =
        std::find_end(page.html.begin(), page.html.end(), closing.begin(), closing.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    const auto position = static_cast<std::size_t>(found - page.html.begin());
    const auto behind = std::find_if(page.holes.begin(), page.holes.end(),
                                     [&](const Hole& hole) { return hole.offset > position; });
    page.holes.insert(behind, {position, 0, std::string{end_of_page}});
}

Rendered fill_holes(Rendered rendered, const ElementSource& element)
{
    if (rendered.holes.empty()) return rendered;
    Rendered filled;
    std::size_t from = 0;
    for (const Hole& hole : rendered.holes) {
        filled.html.append(rendered.html, from, hole.offset - from);
        const std::string& own = element(hole.fragment);
        filled.holes.push_back({filled.html.size(), own.size(), hole.fragment});
        filled.html += own;
        from = hole.offset;
    }
    filled.html.append(rendered.html, from);
    return filled;
}

std::string marker_script(std::chrono::seconds lifetime)
{
    return "var CACHE_CONTROL=" + std::to_string(lifetime.count()) + ";";
}

}  // namespace aspic
