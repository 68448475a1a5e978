#include <aspic/site/rendered_fragments.h>

#include <utility>

#include <aspic/rendering/unavailable_form.h>

namespace aspic {

RenderedFragment failed_fragment(std::string_view page_html, std::string_view fragment)
{
    return {.made = {.html = std::string{unavailable_form(page_html, fragment)}},
            .state = HoleState::failed};
}

RenderedFragment for_this_answer(MadeFragment made, std::string_view placeholder)
{
    if (!made.holds_back) return {std::move(made)};
    return {.made = {.html = std::string{placeholder}}, .state = HoleState::later};
}

RenderedFragments fill(const std::vector<Hole>& holes,
                       const std::function<RenderedFragment(const Hole&)>& rendered_fragment)
{
    RenderedFragments rendered_fragments;
    for (const Hole& hole : holes) {
        if (hole.fragment != end_of_page && !rendered_fragments.contains(hole.fragment))
            rendered_fragments[hole.fragment] = rendered_fragment(hole);
    }
    return rendered_fragments;
}

std::string element_of(std::string_view fragment, const RenderedFragment& rendered_fragment,
                       std::string_view key, std::string_view visitor)
{
    HoleElement element{.fragment = fragment, .content = rendered_fragment.made.html, .key = key};
    if (!visitor.empty()) {
        element.visitor = visitor;
        element.hash = rendered_fragment.made.hash;
        element.keep = rendered_fragment.made.keep;
        element.is_passing = rendered_fragment.made.is_shown_once;
        element.state = rendered_fragment.state;
    }
    return to_html(element);
}

std::vector<XrayFragment> xray_fragments(const RenderedFragments& rendered_fragments)
{
    std::vector<XrayFragment> fragments;
    for (const auto& [fragment, rendered_fragment] : rendered_fragments) {
        const MadeFragment& made = rendered_fragment.made;
        fragments.push_back({fragment, rendered_fragment.state, made.took, made.html.size(),
                             made.keep.value_or(std::chrono::seconds{0})});
    }
    return fragments;
}

}  // namespace aspic
