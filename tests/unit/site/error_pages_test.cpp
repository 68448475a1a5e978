#include "site/error_pages.h"

#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::TemplateDirectory;

TEST_CASE("the library's own error page is whole, and shows the explanation as text")
{
    const TemplateDirectory directory{{}};
    const Draft draft = error_draft(404, "no \"<b>\" & co", Templates{directory.path(), {}});
    CHECK(draft.status == 404);
    CHECK(draft.headers.get("Content-Type") == "text/html; charset=utf-8");
    CHECK(draft.content.html.starts_with("<!DOCTYPE html>"));
    CHECK(contains(draft.content.html, "<title>404 Not Found</title>"));
    CHECK(contains(draft.content.html, "<p>no &quot;&lt;b&gt;&quot; &amp; co</p>"));
    CHECK(draft.content.holes.empty());
}

TEST_CASE("a site's error.tpl is given status, reason, explanation and title")
{
    const TemplateDirectory directory{
        {{"error.tpl", "{{STATUS}}|{{REASON}}|{{EXPLANATION}}|{{TITLE}}"}}};
    const Draft draft = error_draft(413, "<too large>", Templates{directory.path(), {}});
    CHECK(draft.content.html ==
          "<body>413|Content Too Large|&lt;too large&gt;|413 Content Too Large</body>");
    CHECK(draft.is_page);
}

TEST_CASE("an error.tpl that wants more than it is given gives way to the library's page")
{
    const TemplateDirectory directory{{{"error.tpl", "{{MORE}}"}}};
    const Draft draft = error_draft(500, "x", Templates{directory.path(), {}});
    CHECK(contains(draft.content.html, "<h1>500 Internal Server Error</h1>"));
}
