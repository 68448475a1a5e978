#pragma once
// Fragments by path, as the visitor sees them and as a guest sees them. A fragment that fails is logged
// and leaves the others alone. Any thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/rendering/templates.h>
#include <aspic/site/fragment_times.h>
#include <aspic/site/view_table.h>

namespace aspic {

/// A fragment as one visitor sees it.
struct MadeFragment {
    std::string html;
    std::string hash{};                          // of the HTML
    std::optional<std::chrono::seconds> keep{};  // its own lifetime, where it has one
    std::chrono::microseconds took{0};
};

enum class FragmentPace : std::uint8_t {
    unknown,  // no view answers this path
    quick,
    slow,  // it took long when it was last made for somebody who is signed in
};

class Fragments {
public:
    /// The first two outlive it. A fragment that takes longer than `slow` is not waited for.
    Fragments(const ViewTable& views, const Templates& templates, std::chrono::milliseconds slow)
        : views_{views}, templates_{templates}, times_{views.routes().size(), slow}
    {
    }

    FragmentPace pace(std::string_view path) const;

    /// As this visitor sees it in the page at `page`; nothing where that fails.
    std::optional<MadeFragment> for_visitor(const Request& visitor, std::string_view path,
                                            std::string_view page) const;

    /// As a guest sees it: made from the two paths alone, so it is the same for everyone. Nothing
    /// where it fails.
    std::optional<std::string> for_guest(std::string_view path, std::string_view page) const;

private:
    std::optional<MadeFragment> make(Request& request) const;

    const ViewTable& views_;
    const Templates& templates_;
    mutable FragmentTimes times_;
};

}  // namespace aspic
