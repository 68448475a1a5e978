#include "rendering/draft.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "http/syntax.h"

namespace aspic {

namespace {

constexpr std::string_view html_type = "text/html; charset=utf-8";

// A script at the end of anything else, a feed for example, would only break it.
bool is_html(std::string_view content_type)
{
    const std::string_view type = syntax::trim(content_type.substr(0, content_type.find(';')));
    return equal_ignoring_case(type, "text/html") ||
           equal_ignoring_case(type, "application/xhtml+xml");
}

struct DraftMaker {
    const Templates& templates;

    Draft operator()(Response&& response) const
    {
        return {.status = response.status,
                .headers = std::move(response.headers),
                .content = {std::move(response.body), {}}};
    }
    Draft operator()(Page&& page) const
    {
        Draft draft{.status = page.status(),
                    .headers = page.headers(),
                    .content = templates.render(page),
                    .is_page = true,
                    .may_be_cached = page.may_be_cached(),
                    .tags = page.tags()};
        if (!draft.headers.has("Content-Type")) draft.headers.set("Content-Type", html_type);
        if (is_html(*draft.headers.get("Content-Type"))) open_end(draft.content);
        return draft;
    }
    Draft operator()(Fragment&& fragment) const
    {
        Draft draft{.content = {templates.render(fragment), {}},
                    .is_fragment = true,
                    .may_be_cached = false};
        draft.headers.set("Content-Type", html_type);
        return draft;
    }
};

}  // namespace

Draft make_draft(Answer answer, const Templates& templates)
{
    Draft draft = std::visit(DraftMaker{templates}, std::move(answer));
    // RFC 9110, section 15: 1xx are interim responses, and what is beyond 599 is invalid.
    if (draft.status < 200 || draft.status > 599)
        throw std::out_of_range{"the view answered with status " + std::to_string(draft.status) +
                                ": a final status is from 200 to 599"};
    return draft;
}

}  // namespace aspic
