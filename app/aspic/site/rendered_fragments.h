#pragma once
// What stands in the holes of one answer, fragment by fragment: made first, while it is not yet known
// which live version the visitor has after this answer; then written as elements. Values; one thread.

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
    MadeFragment made{};  // nothing but HTML where it is the guest's form or the neutral one
    HoleState state = HoleState::filled;
};

/// By the fragment's path.
using RenderedFragments = std::map<std::string, RenderedFragment, std::less<>>;

/// For a fragment that could not be made for a visitor: the neutral form.
RenderedFragment failed_fragment(std::string_view page_html, std::string_view fragment);

/// Asks once for each fragment that the holes name.
RenderedFragments fill(const std::vector<Hole>& holes,
                       const std::function<RenderedFragment(const Hole&)>& rendered_fragment);

/// `visitor` is a live version; for a guest it is empty, and the element says nothing but its fragment
/// and key.
std::string element_of(std::string_view fragment, const RenderedFragment& rendered_fragment,
                       std::string_view key, std::string_view visitor);

/// What X-ray shows of these fragments.
std::vector<XrayFragment> xray_fragments(const RenderedFragments& rendered_fragments);

}  // namespace aspic
