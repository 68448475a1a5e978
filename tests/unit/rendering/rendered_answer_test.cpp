#include <aspic/rendering/rendered_answer.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include "../support/template_directory.h"

using namespace aspic;
using support::TemplateDirectory;

namespace {

RenderedAnswer draft_of(Answer answer)
{
    const TemplateDirectory directory{{{"page.tpl", "{{LIVE:x-live=/_n}}"}, {"_n.tpl", "n"}}};
    return render_answer(std::move(answer), Templates{directory.path(), {}}, {});
}

}  // namespace

TEST_CASE("a rendered page has its status, fields and holes, the last one at its end")
{
    Page page{"page.tpl"};
    page.status(404);
    page.header("X-Robots-Tag", "noindex");
    const RenderedAnswer rendered = draft_of(std::move(page));
    CHECK(rendered.status == 404);
    CHECK(rendered.headers.get("X-Robots-Tag") == "noindex");
    CHECK(rendered.headers.get("Content-Type") == "text/html; charset=utf-8");
    REQUIRE(rendered.content.holes.size() == 2);
    CHECK(rendered.content.holes[0].fragment == "/_n");
    CHECK(rendered.content.holes[1].fragment == end_of_page);
    CHECK(rendered.is_page);
    CHECK(rendered.may_be_cached);
}

TEST_CASE("a page may set its own type, and forbid caching")
{
    Page page{"page.tpl"};
    page.header("Content-Type", "application/xhtml+xml");
    page.do_not_cache();
    const RenderedAnswer rendered = draft_of(std::move(page));
    CHECK(rendered.headers.get("Content-Type") == "application/xhtml+xml");
    CHECK_FALSE(rendered.may_be_cached);
}

TEST_CASE("the result of a page template that is not HTML has no hole at its end")
{
    Page feed{"page.tpl"};
    feed.header("Content-Type", "application/atom+xml");
    const RenderedAnswer rendered = draft_of(std::move(feed));
    CHECK_FALSE(has_end(rendered.content.holes));
    CHECK(names_fragments(rendered.content.holes));
    for (const char* type : {"Text/HTML", "text/html ;charset=utf-8", "application/xhtml+xml"}) {
        CAPTURE(type);
        Page page{"page.tpl"};
        page.header("Content-Type", type);
        CHECK(has_end(draft_of(std::move(page)).content.holes));
    }
}

TEST_CASE("a field of a page cannot be forged")
{
    Page page{"page.tpl"};
    CHECK_THROWS_AS(page.header("X", "a\r\nSet-Cookie: b=1"), std::invalid_argument);
    CHECK_THROWS_AS(page.header("X Y", "a"), std::invalid_argument);
}

TEST_CASE("a fragment alone is never cached, and a response is used as it is")
{
    const RenderedAnswer fragment = draft_of(Fragment{"_n.tpl"});
    CHECK(fragment.content.html == "n");
    CHECK_FALSE(fragment.may_be_cached);
    CHECK_FALSE(fragment.is_page);

    const RenderedAnswer response = draft_of(content("text/html", "<body></body>", 410));
    CHECK(response.status == 410);
    CHECK(response.content.html == "<body></body>");
    CHECK(response.headers.size() == 1);
    CHECK(response.may_be_cached);
    CHECK_FALSE(response.is_page);
}
