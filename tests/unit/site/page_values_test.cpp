// site.values(): what all pages have beside their own values.
#include <aspic/site/page_values.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include <aspic/http/errors.h>
#include <aspic/site/test_client.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::small_site;
using support::status_of;
using support::TemplateDirectory;

namespace {

class NamedTemplates : public TemplateDirectory {
public:
    NamedTemplates()
        : TemplateDirectory{{{"base.tpl", "<body>{{SITE_NAME}}: {{>CONTENT}}</body>"},
                             {"page.tpl", "<p>{{TEXT}}</p>"},
                             {"navigation.tpl", "{{WHO}} on {{PAGE}}"},
                             {"error.tpl", "<h1>{{STATUS}}</h1>"}}}
    {
    }
};

Page fail(Request& /*request*/)
{
    throw NotFound{"nothing here"};
}

Page fail_in_cache(PublicRequest& /*request*/)
{
    throw NotFound{"nothing here"};
}

Page with_own_name(Request& /*request*/)
{
    Page page = support::show("own");
    page.set("SITE_NAME", "Own");
    return page;
}

Site named_site(PageValues values)
{
    Site site = small_site(view<"/none">(fail), view<"/none/cached">(cache_page<1h>(fail_in_cache)),
                           view<"/own">(with_own_name));
    site.values(std::move(values));
    return site;
}

void set_name(PublicRequest& /*request*/, Values& values)
{
    values.set("SITE_NAME", "Manual");
}

/// Depends on the request, by a field.
void set_language(PublicRequest& request, Values& values)
{
    values.set("SITE_NAME", request.header("X-Edition").value_or("any"));
}

Headers edition(std::string_view value)
{
    Headers headers;
    headers.set("X-Edition", value);
    return headers;
}

}  // namespace

TEST_CASE("values for all pages are on cached pages, on others, and on error pages")
{
    const NamedTemplates templates;
    TestClient client{named_site(set_name), {.templates = templates.path()}};
    for (const std::string path : {"/", "/cached/ls", "/none", "/none/cached", "/no/route"}) {
        CAPTURE(path);
        CHECK(contains(client.get(path).body, "<body>Manual: "));
    }
    CHECK(contains(client.get("/none").body, "Manual: <h1>404</h1>"));
    CHECK(contains(client.send("PUT", "/cached/ls", {}).body, "Manual: <h1>"));
    CHECK(contains(client.get("/%zz").body, "Manual: <h1>400</h1>"));
}

TEST_CASE("what they read of the request is in the key of a cached page")
{
    const NamedTemplates templates;
    TestClient client{named_site(set_language), {.templates = templates.path()}};
    CHECK(contains(client.get("/cached/ls", edition("red")).body, "<body>red: "));
    CHECK(contains(client.get("/cached/ls", edition("blue")).body, "<body>blue: "));
    const auto again = client.get("/cached/ls", edition("red"));
    CHECK(contains(again.body, "<body>red: "));
    CHECK(contains(status_of(again), "hit"));
    CHECK(contains(client.get("/", edition("red")).body, "<body>red: "));
}

TEST_CASE("what they read is in the key of a kept error page, too")
{
    const NamedTemplates templates;
    TestClient client{named_site(set_language), {.templates = templates.path()}};
    for (int i = 0; i < 3; ++i) {
        CHECK(contains(client.get("/none/cached", edition("red")).body, "<body>red: <h1>404"));
        CHECK(contains(client.get("/none/cached", edition("blue")).body, "<body>blue: <h1>404"));
    }
    CHECK(contains(status_of(client.get("/none/cached", edition("red"))), "hit"));
}

TEST_CASE("they run when a page is made, and not for a hit")
{
    const NamedTemplates templates;
    int runs = 0;
    TestClient client{named_site([&](PublicRequest& request, Values& values) {
                          ++runs;
                          set_name(request, values);
                      }),
                      {.templates = templates.path()}};
    client.get("/cached/ls");
    CHECK(runs == 1);
    client.get("/cached/ls");
    CHECK(runs == 1);
    client.get("/_navigation");
    CHECK(runs == 1);
}

TEST_CASE("they cannot know who is asking, on pages that are not cached either")
{
    const NamedTemplates templates;
    TestClient client{named_site([](PublicRequest& request, Values& values) {
                          values.set("SITE_NAME", request.header("Cookie").value_or(""));
                      }),
                      {.templates = templates.path(), .debug = true}};
    const auto answer = client.get("/");
    CHECK(answer.status == 500);
    CHECK(contains(answer.body, "a cached view read the header cookie"));
}

TEST_CASE(
    "a page's own value is used before one of all pages, and a later function replaces an earlier "
    "one")
{
    const NamedTemplates templates;
    Site site = named_site(set_name);
    site.values([](PublicRequest&, Values& values) { values.set("SITE_NAME", "Later"); });
    TestClient client{site, {.templates = templates.path()}};
    CHECK(contains(client.get("/own").body, "<body>Own: "));
    CHECK(contains(client.get("/").body, "<body>Later: "));
}

TEST_CASE("if they fail, the page is an error with the library's own page")
{
    const NamedTemplates templates;
    TestClient client{named_site([](PublicRequest&, Values&) { throw std::runtime_error{"lost"}; }),
                      {.templates = templates.path()}};
    for (const std::string path : {"/", "/cached/ls"}) {
        CAPTURE(path);
        const auto answer = client.get(path);
        CHECK(answer.status == 500);
        CHECK(contains(answer.body, "<h1>500 Internal Server Error</h1>"));
    }
    CHECK(client.get("/none").status == 404);
}
