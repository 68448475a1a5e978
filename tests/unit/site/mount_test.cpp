// A site below a prefix: what browsers get has it, and what views and the cache see has not.
#include <doctest/doctest.h>

#include <aspic/http/local_path.h>
#include <aspic/http/site_url.h>
#include <aspic/site/decorators.h>
#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::show;
using support::TemplateDirectory;

namespace {

constexpr Path<"/diary"> diary_path;
constexpr Path<"/sign-in"> sign_in_path;
constexpr Path<"/page/<name>"> page_path;
constexpr Path<"/purge/<name>"> purge_path;
constexpr Path<"/cover/<int:id>.png"> cover_path;
constexpr Path<"/files/<path:rest>"> file_path;

int made = 0;

Page page(PublicRequest& request, std::string_view name)
{
    return show("made " + std::to_string(++made) + " " + page_path(name) + " " +
                std::string{request.path()});
}

Response purge_page(Request& /*request*/, std::string_view name)
{
    purge(by_path(page_path(name)));
    return redirect(page_path(name));
}

Response sign_in(Request& request)
{
    return redirect(local_path(request.query("next")));
}

struct Templates : TemplateDirectory {
    Templates()
        : TemplateDirectory{{{"base.tpl",
                              "<a href=\"{{LINK:x-link=/search}}\">{{STATIC:x-static=a.css}}</a>"
                              "<nav>{{LIVE:x-live=/_navigation}}</nav>{{>CONTENT}}"},
                             {"page.tpl", "<p>{{TEXT}}</p>"},
                             {"error.tpl", "<h1>{{STATUS}} {{REASON}} {{EXPLANATION}}</h1>"},
                             {"navigation.tpl", "{{WHO}} on {{PAGE}}"}}}
    {
    }
};

Site mounted_site()
{
    const auto diary = [](Request& /*request*/) { return show("dear diary"); };
    const auto cover = [](PublicRequest& /*request*/, int id) {
        return show("cover " + std::to_string(id));
    };
    const auto file = [](PublicRequest& /*request*/, std::string_view rest) {
        return show("file " + std::string{rest});
    };
    Site site = support::small_site(
        view<diary_path>(signed_in<sign_in_path>(diary)), view<page_path>(cache_page<1h>(page)),
        view<purge_path>(allow<Method::post>(purge_page)), view<sign_in_path>(sign_in),
        view<cover_path>(cache_page<1h>(cover)), view<file_path>(cache_page<1h>(file)));
    site.all_paths([](const Settings&) { return std::vector<std::string>{page_path("a")}; });
    return site;
}

std::string location(const TestResponse& response)
{
    return std::string{response.headers.get("Location").value_or("")};
}

struct Mounted {
    Templates templates;
    TestClient client{mounted_site(), {.templates = templates.path(), .mount = "/docs"}};
};

}  // namespace

TEST_CASE("below a mount, links, static files and error pages have the prefix")
{
    Mounted site;
    const std::string body = site.client.get("/docs/page/x").body;
    CHECK(support::contains(body, "<a href=\"/docs/search\">/docs/static/a.css</a>"));
    CHECK(support::contains(body, "/docs/page/x /page/x"));
    const std::string missing = site.client.get("/docs/none").body;
    CHECK(support::contains(missing, "<a href=\"/docs/search\">"));
    CHECK(support::contains(missing, "404"));
    CHECK(site.client.get("/page/x").status == 404);
}

TEST_CASE("below a mount, signed_in and its way back have the prefix")
{
    Mounted site;
    const std::string sign_in = location(site.client.get("/docs/diary?day=1"));
    CHECK(sign_in == "/docs/sign-in?next=%2Fdocs%2Fdiary%3Fday%3D1");
    CHECK(location(site.client.get(sign_in)) == "/docs/diary?day=1");
    CHECK(location(site.client.get("/docs/sign-in?next=/diary")) == "/docs/");
}

TEST_CASE("below a mount, the path that is printed is the path that is purged")
{
    Mounted site;
    made = 0;
    CHECK(support::contains(site.client.get("/docs/page/x").body, "made 1"));
    CHECK(support::contains(site.client.get("/docs/page/x").body, "made 1"));
    CHECK(location(site.client.post("/docs/purge/x", {})) == "/docs/page/x");
    CHECK(support::contains(site.client.get("/docs/page/x").body, "made 2"));
    site.client.purge(by_path("/page/x"));
    CHECK(support::contains(site.client.get("/docs/page/x").body, "made 3"));
}

TEST_CASE("below a mount, the paths that a site lists have no prefix")
{
    Mounted site;
    const MountScope mount{"/docs"};
    CHECK(mounted_site().paths(site.client.settings()) == std::vector<std::string>{"/page/a"});
}

TEST_CASE("two sites of one process have their own prefixes")
{
    Mounted docs;
    TestClient other{mounted_site(), {.templates = docs.templates.path(), .mount = "/b"}};
    CHECK(location(docs.client.get("/docs/diary")).starts_with("/docs/sign-in"));
    CHECK(location(other.get("/b/diary")).starts_with("/b/sign-in"));
    CHECK(location(docs.client.get("/docs/diary")).starts_with("/docs/sign-in"));
    CHECK(site_mount().empty());
}

TEST_CASE("a cached page may have text beside a capture, or take the rest of the path")
{
    Mounted site;
    CHECK(support::contains(site.client.get("/docs/cover/7.png").body, "cover 7<"));
    CHECK(site.client.get("/docs/cover/x.png").status == 404);
    CHECK(support::contains(site.client.get("/docs/files/a/b%20c").body, "file a/b c<"));
    const TestResponse hit = site.client.get("/docs/files/a/b%20c");
    CHECK(support::contains(hit.body, "file a/b c<"));
    CHECK(support::contains(std::string{hit.headers.get("Cache-Status").value_or("")}, "hit"));
    CHECK(support::contains(site.client.get("/docs/files/a/b/c").body, "file a/b/c<"));
    CHECK(site.client.get("/docs/files/a%2Fb").status == 404);
    CHECK(location(site.client.get("/docs/files/a/b/")) == "/docs/files/a/b");
    CHECK(location(site.client.get("/docs/cover/7.png/")) == "/docs/cover/7.png");
}
