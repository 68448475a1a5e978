#include "rendering/rendered.h"

#include <algorithm>
#include <map>

#include "http/headers.h"
#include "rendering/escape.h"

namespace aspic {

std::string fill_holes(const Rendered& rendered, const FragmentSource& fragment)
{
    if (rendered.holes.empty()) return rendered.html;
    std::map<std::string_view, std::string> contents;
    for (const Hole& hole : rendered.holes) {
        if (!contents.contains(hole.fragment)) contents[hole.fragment] = fragment(hole.fragment);
    }
    std::string html;
    std::size_t from = 0;
    for (const Hole& hole : rendered.holes) {
        html.append(rendered.html, from, hole.offset - from);
        html += contents[hole.fragment];
        from = hole.offset;
    }
    html.append(rendered.html, from);
    return html;
}

std::string hole_element(std::string_view fragment, std::string_view content)
{
    std::string element = "<x-live fragment=\"";
    element += escape_html(fragment);
    element += "\">";
    element += content;
    element += "</x-live>";
    return element;
}

void insert_marker(Rendered& page, std::chrono::seconds lifetime)
{
    const std::string marker =
        "<script>var CACHE_CONTROL=" + std::to_string(lifetime.count()) + ";</script>";
    constexpr std::string_view closing = "</body>";
    const auto found =
        std::find_end(page.html.begin(), page.html.end(), closing.begin(), closing.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    const auto position = static_cast<std::size_t>(found - page.html.begin());
    page.html.insert(position, marker);
    for (Hole& hole : page.holes) {
        if (hole.offset > position) hole.offset += marker.size();
    }
}

}  // namespace aspic
