#pragma once
// The element in a hole: the fragment's HTML, and what scripts in the page need to know about it.
// Values; pure functions.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

enum class HoleState : std::uint8_t {
    filled,
    /// The fragment could not be made; the hole shows the neutral form (unavailable_form.h).
    failed,
    /// The fragment is slow, so a script asks for it later. Until then the guest's form holds its
    /// place, but is not visible.
    later,
    /// In an answer of /_live: the browser's copy is up to date.
    unchanged,
};

struct HoleElement {
    std::string_view fragment;  // its path: "/_navigation"
    std::string_view content{};
    std::string_view key{};      // of the page's snapshots, if the page is cached
    std::string_view visitor{};  // the live version it was made for; empty for the guest's form
    std::string_view hash{};     // of the content, for the next request to /_live
    /// How long the browser uses its copy without asking again. 0: ask for each page view.
    std::optional<std::chrono::seconds> keep{};
    HoleState state = HoleState::filled;
    /// The content shows messages, or messages wait for it: the browser does not keep it.
    bool is_passing = false;
    bool is_waiting = false;
};

/// <x-live fragment="/_navigation" ...>content</x-live>
std::string to_html(const HoleElement& element);

/// Returns the content of an element that `to_html` made, without its opening and closing tags.
std::string_view content_of(std::string_view element);

}  // namespace aspic
