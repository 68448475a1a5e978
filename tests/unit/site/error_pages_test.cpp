#include <aspic/site/error_pages.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::TemplateDirectory;

TEST_CASE("the library's own error page is complete, and shows the explanation as text")
{
    const TemplateDirectory directory{{}};
    const RenderedAnswer rendered =
        render_error(404, "no \"<b>\" & co", Templates{directory.path(), {}});
    CHECK(rendered.status == 404);
    CHECK(rendered.headers.get("Content-Type") == "text/html; charset=utf-8");
    CHECK(rendered.content.html.starts_with("<!DOCTYPE html>"));
    CHECK(contains(rendered.content.html, "<title>404 Not Found</title>"));
    CHECK(contains(rendered.content.html, "<p>no &quot;&lt;b&gt;&quot; &amp; co</p>"));
    CHECK(rendered.content.holes.empty());
}

TEST_CASE("a site's error.tpl gets status, reason, explanation and title")
{
    const TemplateDirectory directory{
        {{"error.tpl", "{{STATUS}}|{{REASON}}|{{EXPLANATION}}|{{TITLE}}"}}};
    const RenderedAnswer rendered =
        render_error(413, "<too large>", Templates{directory.path(), {}});
    CHECK(rendered.content.html ==
          "<body>413|Content Too Large|&lt;too large&gt;|413 Content Too Large</body>");
    CHECK(rendered.is_page);
}

TEST_CASE("if error.tpl needs more values than these, the library's page is used")
{
    const TemplateDirectory directory{{{"error.tpl", "{{MORE}}"}}};
    const RenderedAnswer rendered = render_error(500, "x", Templates{directory.path(), {}});
    CHECK(contains(rendered.content.html, "<h1>500 Internal Server Error</h1>"));
}
