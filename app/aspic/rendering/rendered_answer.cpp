#include <aspic/rendering/rendered_answer.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/reporting/time_spent.h>

namespace aspic {

namespace {

constexpr std::string_view html_type = "text/html; charset=utf-8";

// A script at the end would break any other type, such as a feed.
bool is_html(std::string_view content_type)
{
    const std::string_view type = syntax::trim(content_type.substr(0, content_type.find(';')));
    return equal_ignoring_case(type, "text/html") ||
           equal_ignoring_case(type, "application/xhtml+xml");
}

struct DraftMaker {
    const Templates& templates;
    const SetValues& for_all_pages;

    RenderedAnswer operator()(Response&& response) const
    {
        return {.status = response.status,
                .headers = std::move(response.headers),
                .content = {std::move(response.body), {}},
                .may_be_cached = response.may_be_cached,
                .tags = std::move(response.tags),
                .source = std::move(response.source)};
    }
    RenderedAnswer operator()(Page&& page) const
    {
        Values values;
        if (for_all_pages) for_all_pages(values);
        RenderedAnswer rendered{.status = page.status(),
                                .headers = page.headers(),
                                .content = templates.render(page, values),
                                .is_page = true,
                                .may_be_cached = page.may_be_cached(),
                                .tags = page.tags()};
        if (!rendered.headers.has("Content-Type")) rendered.headers.set("Content-Type", html_type);
        if (is_html(*rendered.headers.get("Content-Type"))) open_end(rendered.content);
        return rendered;
    }
    RenderedAnswer operator()(Fragment&& fragment) const
    {
        RenderedAnswer rendered{.content = {templates.render(fragment), {}},
                                .is_fragment = true,
                                .may_be_cached = false};
        rendered.headers.set("Content-Type", html_type);
        return rendered;
    }
};

}  // namespace

RenderedAnswer render_answer(Answer answer, const Templates& templates,
                             const SetValues& for_all_pages)
{
    const TimeIn in_templates{TimePart::templates};
    RenderedAnswer rendered = std::visit(DraftMaker{templates, for_all_pages}, std::move(answer));
    // RFC 9110, section 15: 1xx are interim responses, and a status above 599 is invalid.
    if (rendered.status < 200 || rendered.status > 599)
        throw std::out_of_range{"the view answered with status " + std::to_string(rendered.status) +
                                ": the status must be from 200 to 599"};
    return rendered;
}

}  // namespace aspic
