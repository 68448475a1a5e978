#include <aspic/site/error_pages.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/request_for.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::TemplateDirectory;

TEST_CASE("the library's own error page is complete, and shows the explanation as text")
{
    const TemplateDirectory directory{{}};
    const RenderedAnswer rendered =
        render_error(404, "no \"<b>\" & co", Templates{directory.path(), {}}, {});
    CHECK(rendered.status == 404);
    CHECK(rendered.headers.get("Content-Type") == "text/html; charset=utf-8");
    CHECK(rendered.content.html.starts_with("<!DOCTYPE html>"));
    CHECK(contains(rendered.content.html, "<title>404 Not Found</title>"));
    CHECK(contains(rendered.content.html, "<p>no &quot;&lt;b&gt;&quot; &amp; co</p>"));
    CHECK(rendered.content.holes.empty());
}

TEST_CASE("an error is JSON for a client that prefers it, and both forms vary by Accept")
{
    const TemplateDirectory directory{{{"error.tpl", "{{EXPLANATION}}"}}};
    const RenderedAnswer made =
        render_error(404, "no \"<b>\"", Templates{directory.path(), {}}, {});
    const RenderedAnswer html = in_preferred_form(made, support::request_for("/"));
    CHECK(html.is_page);
    CHECK(html.headers.get("Vary") == "Accept");
    CHECK(html.content.html == made.content.html);
    const RenderedAnswer json =
        in_preferred_form(made, support::request_for("/", {{"Accept", "application/json"}}));
    CHECK(json.status == 404);
    CHECK_FALSE(json.is_page);
    CHECK(json.headers.get("Content-Type") == "application/problem+json");
    CHECK(json.headers.get("Vary") == "Accept");
    CHECK(json.content.holes.empty());
    CHECK(json.content.html == R"({"type":"about:blank","title":"Not Found","status":404,)"
                               R"("detail":"no \"\u003cb>\""})");
}

TEST_CASE("an answer that is not an error has one form")
{
    RenderedAnswer page{.content = {"text", {}}};
    const RenderedAnswer same =
        in_preferred_form(page, support::request_for("/", {{"Accept", "application/json"}}));
    CHECK(same.content.html == "text");
    CHECK_FALSE(same.headers.has("Vary"));
}

TEST_CASE("a site's error.tpl gets status, reason, explanation and title")
{
    const TemplateDirectory directory{
        {{"error.tpl", "{{STATUS}}|{{REASON}}|{{EXPLANATION}}|{{TITLE}}"}}};
    const RenderedAnswer rendered =
        render_error(413, "<too large>", Templates{directory.path(), {}}, {});
    CHECK(rendered.content.html ==
          "<body>413|Content Too Large|&lt;too large&gt;|413 Content Too Large</body>");
    CHECK(rendered.is_page);
}

TEST_CASE("if error.tpl needs more values than these, the library's page is used")
{
    const TemplateDirectory directory{{{"error.tpl", "{{MORE}}"}}};
    const RenderedAnswer rendered = render_error(500, "x", Templates{directory.path(), {}}, {});
    CHECK(contains(rendered.content.html, "<h1>500 Internal Server Error</h1>"));
}

TEST_CASE("an error of the server shows the id of the request that gets it, in both forms")
{
    const TemplateDirectory directory{
        {{"base.tpl", "{{>CONTENT}}{{LIVE:x-live=/_after}}"},
         {"error.tpl", "{{#REQUEST}}({{REQUEST_ID}}) <a title=\"{{REQUEST_ID}}\">{{/REQUEST}}"}}};
    const Templates templates{directory.path(), {}};
    RenderedAnswer made = render_error(500, "x", templates, {});
    const std::string own_id{"an-id"};
    fill_request_id(made, support::request_for("/", {{"X-Request-Id", own_id}}));
    CHECK(made.content.html == "(an-id) <a title=\"an-id\">");
    CHECK(contains(made.problem, R"("request_id":"an-id")"));
    // The holes stand where they stood.
    REQUIRE(names_fragments(made.content.holes));
    CHECK(made.content.holes.front().offset == made.content.html.size());

    RenderedAnswer missing = render_error(404, "x", templates, {});
    fill_request_id(missing, support::request_for("/", {{"X-Request-Id", own_id}}));
    CHECK(missing.content.html.empty());
    CHECK_FALSE(contains(missing.problem, "an-id"));

    const TemplateDirectory nothing{{}};
    RenderedAnswer plain = render_error(503, "x", Templates{nothing.path(), {}}, {});
    fill_request_id(plain, support::request_for("/", {{"X-Request-Id", own_id}}));
    CHECK(contains(plain.content.html, "<p>Request <code>an-id</code></p>"));
}
