#include "site/fillings.h"

#include <utility>

namespace aspic {

Filling filling_of(MadeFragment made)
{
    return {.html = std::move(made.html),
            .hash = std::move(made.hash),
            .keep = made.keep,
            .took = made.took};
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
    HoleElement element{.fragment = fragment, .content = filling.html, .key = key};
    if (!visitor.empty()) {
        element.visitor = visitor;
        element.hash = filling.hash;
        element.keep = filling.keep;
        element.state = filling.state;
    }
    return to_html(element);
}

std::vector<XrayFragment> xray_fragments(const Fillings& fillings)
{
    std::vector<XrayFragment> fragments;
    for (const auto& [fragment, filling] : fillings) {
        const auto state = filling.state == HoleState::failed  ? XrayFragment::State::failed
                           : filling.state == HoleState::later ? XrayFragment::State::later
                                                               : XrayFragment::State::live;
        fragments.push_back({fragment, state, filling.took, filling.html.size(),
                             filling.keep.value_or(std::chrono::seconds{0})});
    }
    return fragments;
}

}  // namespace aspic
