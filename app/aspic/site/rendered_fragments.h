#pragma once
// The content of the holes of one answer, by fragment. It is made first, when the visitor's live
// version after this answer is not known yet. Then it is written as elements. Values; one thread.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/rendering/hole_element.h>
#include <aspic/rendering/rendered.h>
#include <aspic/site/fragments.h>
#include <aspic/site/xray.h>

namespace aspic {

struct RenderedFragment {
    MadeFragment made{};  // only HTML if it is the guest's or the neutral form
    HoleState state = HoleState::filled;
};

/// By the fragment's path.
using RenderedFragments = std::map<std::string, RenderedFragment, std::less<>>;

/// The neutral form, for a fragment that could not be made for a visitor.
RenderedFragment failed_fragment(std::string_view page_html, std::string_view fragment);

/// A fragment as it was made for this answer. If messages wait in it, because the visitor does not
/// see the answer yet (a prefetch), a script asks for it when the page is shown; until then
/// `placeholder` holds its place.
RenderedFragment for_this_answer(MadeFragment made, std::string_view placeholder);

/// Calls `rendered_fragment` once for each fragment that the holes name.
RenderedFragments fill(const std::vector<Hole>& holes,
                       const std::function<RenderedFragment(const Hole&)>& rendered_fragment);

/// `visitor` is a live version. For a guest it is empty, and the element has only its fragment and
/// key.
std::string element_of(std::string_view fragment, const RenderedFragment& rendered_fragment,
                       std::string_view key, std::string_view visitor);

/// What X-ray shows of these fragments.
std::vector<XrayFragment> xray_fragments(const RenderedFragments& rendered_fragments);

}  // namespace aspic
