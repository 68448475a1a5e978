#include <aspic/site/renderings.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/small_site.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::small_site;
using support::SmallTemplates;

TEST_CASE("if changes are not followed, there is only one rendering")
{
    const SmallTemplates templates;
    const ViewTable views{small_site().routes()};
    const Renderings renderings{views, {.templates = templates.path()}};
    const RenderingPtr first = renderings.current();
    templates.write("page.tpl", "<q>{{TEXT}}</q>");
    CHECK(renderings.current() == first);
    CHECK(renderings.last() == first);
}

TEST_CASE("an old rendering stays while it is used, and is then freed")
{
    const SmallTemplates templates;
    const ViewTable views{small_site().routes()};
    const Renderings renderings{views, {.templates = templates.path(), .follows_changes = true}};
    RenderingPtr used = renderings.current();
    CHECK(renderings.current() == used);
    const std::weak_ptr<const Rendering> watched = used;

    templates.write("page.tpl", "<q>{{TEXT}}</q>");
    const std::weak_ptr<const Rendering> unused = renderings.current();
    CHECK(renderings.last() != used);
    CHECK(used->templates.render(support::show("x")).html.find("<p>x</p>") != std::string::npos);
    used.reset();
    CHECK(watched.expired());

    templates.write("page.tpl", "<b>{{TEXT}}</b>");
    const RenderingPtr newest = renderings.current();
    CHECK(renderings.last() == newest);
    CHECK(unused.expired());
}

TEST_CASE("if a changed template is wrong, the last valid rendering stays")
{
    const SmallTemplates templates;
    const ViewTable views{small_site().routes()};
    const Renderings renderings{views, {.templates = templates.path(), .follows_changes = true}};
    const RenderingPtr good = renderings.current();
    templates.write("page.tpl", "{{");
    CHECK_THROWS_AS(renderings.current(), TemplateError);
    CHECK(renderings.last() == good);
}

TEST_CASE("a link in a template to a path that no view answers is a warning")
{
    const SmallTemplates templates;
    templates.write("page.tpl",
                    "<p>{{TEXT}}</p>\n<a href=\"{{LINK:x-link=/cached/x?a=b}}\">"
                    "<a href=\"{{LINK:x-link=/static/a.css}}\">\n"
                    "<a href=\"{{LINK:x-link=/cahced/x}}\">");
    const ViewTable views{small_site().routes()};
    const Renderings renderings{views, {.templates = templates.path()}};
    const auto& warnings = renderings.current()->templates.warnings();
    REQUIRE(warnings.size() == 2);  // the first one is about the base template
    CHECK(
        templates.relative(warnings.back()) ==
        "page.tpl:3: no view answers the link /cahced/x: correct it; the command \"routes\" lists "
        "the paths of the site");
    CHECK_FALSE(why_no_page(views, "/a/../b").empty());
    CHECK(why_no_page(views, "/_status") == "");
    CHECK(why_no_page(views, "/#top") == "");
    CHECK(why_no_page(views, "/in#top") == "");
    CHECK_FALSE(why_no_page(views, "/cahced/x#top").empty());
}

TEST_CASE("a changed list of static files is followed too, and a missing one is explained")
{
    const SmallTemplates templates;
    templates.write("page.tpl", "<p>{{TEXT}}</p>{{STATIC:x-static=site.css}}");
    const support::TemporaryDirectory files;
    files.write("manifest", "site.css site.old.css\n");
    const ViewTable views{small_site().routes()};
    const Renderings renderings{views,
                                {.templates = templates.path(),
                                 .static_files = StaticFiles::from_manifest(files.path()),
                                 .static_directory = files.path(),
                                 .follows_changes = true}};
    const auto html = [&] {
        return renderings.current()->templates.render(support::show("x")).html;
    };
    CHECK(support::contains(html(), "/static/site.old.css"));
    CHECK(renderings.current() == renderings.current());
    files.write("manifest", "site.css site.new.css\n");
    CHECK(support::contains(html(), "/static/site.new.css"));
    CHECK(renderings.why_not_current().empty());
    files.write("manifest", "other.css other.css\n");
    CHECK(support::contains(renderings.why_not_current(), "there is no static file site.css"));
    CHECK(support::contains(renderings.last()->templates.render(support::show("x")).html,
                            "/static/site.new.css"));
}

TEST_CASE("a hole that names no fragment of the site is an error, which names those that exist")
{
    const SmallTemplates templates;
    templates.write("page.tpl", "<p>{{TEXT}}</p>\n{{LIVE:x-live=/_nvigation}}");
    const ViewTable views{small_site().routes()};
    const std::string why = templates.relative(support::message_of<TemplateError>([&] {
        const Renderings renderings{views, {.templates = templates.path()}};
    }));
    CHECK(why ==
          "page.tpl:2: no view answers the hole /_nvigation: the fragments of the site are "
          "/_navigation");
    CHECK(why_no_fragment(views, "/_navigation").empty());
    CHECK_FALSE(why_no_fragment(views, "/cached/x").empty());
    CHECK_FALSE(why_no_fragment(views, "/_a/../b").empty());
}
