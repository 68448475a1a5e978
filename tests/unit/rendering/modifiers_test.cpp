// Holes and static files in templates.
#include <doctest/doctest.h>

#include <aspic/http/site_url.h>
#include <aspic/rendering/templates.h>
#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemplateDirectory;

namespace {

Rendered render(const TemplateDirectory& directory, const Page& page)
{
    return Templates{directory.path(), {}}.render(page);
}

}  // namespace

TEST_CASE("a hole knows its fragment and the position of its element")
{
    const TemplateDirectory directory{{{"page.tpl", "<nav>{{LIVE:x-live=/_navigation}}</nav>"}}};
    const Rendered rendered = render(directory, Page{"page.tpl"});
    CHECK(rendered.html == "<body><nav></nav></body>");
    CHECK(rendered.holes == std::vector<Hole>{{11, 0, "/_navigation"}});
}

TEST_CASE("holes may be in base, page, include and rows, and are in the order of the page")
{
    const TemplateDirectory directory{
        {{"frame.tpl", "{{LIVE:x-live=/_top}}{{>CONTENT}}{{LIVE:x-live=/_end}}"},
         {"page.tpl", "a{{>BOX}}{{#ROWS}}{{PATH:x-live}}{{/ROWS}}b"},
         {"box.tpl", "{{LIVE:x-live=/_top}}"}}};
    Page page{"page.tpl", "frame.tpl"};
    page.add("ROWS").set("PATH", "/_notes/1");
    page.add("ROWS").set("PATH", "/_notes/2");
    const Rendered rendered = render(directory, page);
    std::vector<std::string> fragments;
    for (const Hole& hole : rendered.holes)
        fragments.push_back(hole.fragment);
    CHECK(fragments ==
          std::vector<std::string>{"/_top", "/_top", "/_notes/1", "/_notes/2", "/_end"});
}

TEST_CASE("a hole's path may be a value")
{
    const TemplateDirectory directory{{{"page.tpl", "{{PATH:x-live}}"}}};
    Page page{"page.tpl"};
    page.set("PATH", "/_notes/\"><script>&");
    const Rendered rendered = render(directory, page);
    CHECK(rendered.html == "<body></body>");
    REQUIRE(rendered.holes.size() == 1);
    CHECK(rendered.holes[0].fragment == "/_notes/\"><script>&");
}

TEST_CASE("a hole whose value is not the path of a fragment is an error")
{
    const TemplateDirectory directory{{{"page.tpl", "{{PATH:x-live}}"}}};
    for (const std::string path :
         {"", "/notes", "//_x", "http://host/_x", "/_a\nb", "/_a/../b", "/_%"}) {
        CAPTURE(path);
        Page page{"page.tpl"};
        page.set("PATH", path);
        CHECK(contains(message_of<TemplateError>([&] { render(directory, page); }),
                       "the path of a hole's fragment must start with \"/_\""));
    }
    CHECK(contains(message_of<TemplateError>([&] { render(directory, Page{"page.tpl"}); }),
                   "the variable PATH was not set"));
}

TEST_CASE("a value that imitates a hole is text and not a hole")
{
    const TemplateDirectory directory{{{"page.tpl", "{{A}}{{LIVE:x-live=/_n}}{{B:none}}"}}};
    for (const std::string imitation :
         {"<!--hole 00112233445566778899aabbccddeeff-->", "<!--hole ", "{{LIVE:x-live=/_n}}",
          "<x-live fragment=\"/_n\"></x-live>"}) {
        CAPTURE(imitation);
        Page page{"page.tpl"};
        page.set("A", imitation);
        page.html("B", Html{imitation});
        const Rendered rendered = render(directory, page);
        REQUIRE(rendered.holes.size() == 1);
        CHECK(rendered.holes[0].fragment == "/_n");
        CHECK(rendered.html.ends_with(imitation + "</body>"));
    }
}

TEST_CASE("a fragment has no holes")
{
    const TemplateDirectory directory{{{"_part.tpl", "{{LIVE:x-live=/_n}}"}}};
    const Templates templates{directory.path(), {}};
    CHECK(directory.relative(message_of<TemplateError>([&] {
        templates.render(Fragment{"_part.tpl"});
    })) == "_part.tpl:1: a fragment cannot have holes: the first one is at _part.tpl:1");
}

TEST_CASE("a static file gets its hashed URL")
{
    const support::TemporaryDirectory files;
    const support::TemporaryDirectory collected;
    collect_static_files({files.write("site.css", "a{}")}, collected.path());
    const auto manifest = StaticFiles::from_manifest(collected.path());
    const TemplateDirectory directory{
        {{"page.tpl", "<link href=\"{{STATIC:x-static=site.css}}\">"}}};
    const Templates templates{directory.path(), manifest};
    CHECK(templates.render(Page{"page.tpl"}).html ==
          "<body><link href=\"" + manifest.url("site.css").value() + "\"></body>");

    directory.write("more.tpl", "{{STATIC:x-static=missing.css}}");
    const std::string why = message_of<TemplateError>([&] {
        const Templates all{directory.path(), manifest};
    });
    CHECK(contains(why, "more.tpl:1: there is no static file missing.css"));
}

TEST_CASE("a link and a static file have the prefix of the mount, and a hole has not")
{
    const TemplateDirectory directory{
        {{"page.tpl",
          "<a href=\"{{LINK:x-link=/search?q=1}}\">{{STATIC:x-static=a.css}}</a>"
          "{{NOTES:x-live}}{{LIVE:x-live=/_top}}"}}};
    Page page{"page.tpl"};
    page.set("NOTES", "/docs/_notes/1");
    const MountScope mount{"/docs"};
    const Rendered rendered = render(directory, page);
    CHECK(rendered.html == "<body><a href=\"/docs/search?q=1\">/docs/static/a.css</a></body>");
    REQUIRE(rendered.holes.size() == 2);
    CHECK(rendered.holes[0].fragment == "/_notes/1");
    CHECK(rendered.holes[1].fragment == "/_top");
}
