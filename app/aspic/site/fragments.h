#pragma once
// Makes fragments by path, for a visitor or for a guest. If one fails, this is logged, and the
// others are still made. Any thread.

#include <chrono>
#include <cstdint>
#include <exception>
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
    std::optional<std::chrono::seconds> keep{};  // its own lifetime, if it has one
    std::chrono::microseconds took{0};
    bool is_shown_once = false;  // it shows messages, which nobody may store
    bool holds_back = false;     // messages wait in it until the visitor sees its page
};

enum class FragmentPace : std::uint8_t {
    unknown,  // no view answers this path
    quick,
    slow,  // it was slow when last made for a visitor with a session
};

/// The address of a page, as its fragments see it: "/search?q=ls".
std::string page_address(std::string_view path, std::string_view query);

/// Why a hole cannot have this path, and what to do; empty if a view answers it with a fragment.
std::string why_no_fragment(const ViewTable& views, std::string_view path);

class Fragments {
public:
    /// The first two parameters must outlive it. Pages do not wait for a fragment that takes longer
    /// than `slow`.
    Fragments(const ViewTable& views, const Templates& templates, std::chrono::milliseconds slow)
        : views_{views}, templates_{templates}, times_{views.routes().size(), slow}
    {
    }

    FragmentPace pace(std::string_view path) const;

    /// Makes the fragment as this visitor sees it in the page at `page`. What it changes in the
    /// session is then in the session of `visitor`. Returns nothing, and changes nothing, if that
    /// fails; `failure`, if it is not null, is then the exception.
    std::optional<MadeFragment> for_visitor(Request& visitor, std::string_view path,
                                            std::string_view page, PageView view,
                                            std::exception_ptr* failure = nullptr) const;
    std::optional<MadeFragment> for_visitor(Request& visitor, std::string_view path,
                                            std::string_view page,
                                            std::exception_ptr* failure = nullptr) const
    {
        return for_visitor(visitor, path, page, visitor.page_view(), failure);
    }

    /// Makes the fragment as a guest sees it: from the two paths alone, so it is the same for
    /// everyone. Returns nothing if that fails. `request_id` is for the log alone: the request that
    /// the page is made for.
    std::optional<std::string> for_guest(std::string_view path, std::string_view page,
                                         std::string_view request_id) const;

private:
    /// `request_id` is for the log.
    std::optional<MadeFragment> make(Request& request, std::string_view request_id,
                                     std::exception_ptr* failure = nullptr) const;

    const ViewTable& views_;
    const Templates& templates_;
    mutable FragmentTimes times_;
};

}  // namespace aspic
