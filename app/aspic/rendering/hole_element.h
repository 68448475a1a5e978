#pragma once
// The element that stands in a hole: the fragment's HTML, and what scripts in the page must know of
// it. Values; pure functions.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

enum class HoleState : std::uint8_t {
    filled,
    failed,  // the neutral form stands in for a fragment that could not be made
    // The fragment is slow and will be asked for; until then, the guest's form only keeps its place,
    // out of sight.
    later,
    unchanged,  // in an answer of /_live: what the browser has is right
};

struct HoleElement {
    std::string_view fragment;  // its path: "/_navigation"
    std::string_view content{};
    std::string_view key{};      // of the page's snapshots, where the page is a cached one
    std::string_view visitor{};  // the live version it was made for; empty: the guest's form
    std::string_view hash{};     // of the content, for the next question to /_live
    /// How long the browser need not ask; 0: it changes with each view.
    std::optional<std::chrono::seconds> keep{};
    HoleState state = HoleState::filled;
};

/// <x-live fragment="/_navigation" ...>content</x-live>
std::string to_html(const HoleElement& element);

/// What stands between the opening and the closing tag of an element that `to_html` has made.
std::string_view content_of(std::string_view element);

}  // namespace aspic
