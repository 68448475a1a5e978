#pragma once
// Explains failures to the developer: exists only in debug mode. Any thread.

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>
#include <aspic/rendering/rendered_answer.h>
#include <aspic/site/view_table.h>

namespace aspic {

class DebugPages {
public:
    /// `views` must outlive it. `mount` is the URL prefix of the site.
    DebugPages(const ViewTable& views, std::string mount) : views_{views}, mount_{std::move(mount)}
    {
    }

    /// Returns the answer that visitors get, with all facts in place of its page, its JSON and its
    /// text. If a view has answered by an HttpError, that is what it wants: the page stays, and
    /// only the JSON has the facts. `reads`, if it is not null, is what the view of a cached page
    /// has read. Does not throw: if the facts cannot be shown, this is logged, and the answer is
    /// `as_visitors`.
    RenderedAnswer explain(RenderedAnswer as_visitors, const std::exception_ptr& failure,
                           const Request& request, const Inputs* reads) const;

    /// The same for a request that is refused without a view: it took too long, or is too large.
    RenderedAnswer explain_refusal(RenderedAnswer as_visitors, std::string_view explanation) const;

    /// The element for the hole of a fragment that has failed.
    std::string explain_fragment(const std::exception_ptr& failure,
                                 std::string_view fragment) const;

private:
    const ViewTable& views_;
    const std::string mount_;
};

}  // namespace aspic
