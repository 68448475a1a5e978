#include "site/fillings.h"

#include <utility>

#include "rendering/unavailable_form.h"

namespace aspic {

Filling failed_filling(std::string_view page_html, std::string_view fragment)
{
    return {.made = {.html = std::string{unavailable_form(page_html, fragment)}},
            .state = HoleState::failed};
}

Fillings fill(const std::vector<Hole>& holes, const std::function<Filling(const Hole&)>& filling)
{
    Fillings fillings;
    for (const Hole& hole : holes) {
        if (hole.fragment != end_of_page && !fillings.contains(hole.fragment))
            fillings[hole.fragment] = filling(hole);
    }
    return fillings;
}

std::string element_of(std::string_view fragment, const Filling& filling, std::string_view key,
                       std::string_view visitor)
{
    HoleElement element{.fragment = fragment, .content = filling.made.html, .key = key};
    if (!visitor.empty()) {
        element.visitor = visitor;
        element.hash = filling.made.hash;
        element.keep = filling.made.keep;
        element.state = filling.state;
    }
    return to_html(element);
}

std::vector<XrayFragment> xray_fragments(const Fillings& fillings)
{
    std::vector<XrayFragment> fragments;
    for (const auto& [fragment, filling] : fillings) {
        const MadeFragment& made = filling.made;
        fragments.push_back({fragment, filling.state, made.took, made.html.size(),
                             made.keep.value_or(std::chrono::seconds{0})});
    }
    return fragments;
}

}  // namespace aspic
