#include <aspic/rendering/head_template.h>

#include <doctest/doctest.h>

#include <aspic/rendering/browser_files.h>
#include <aspic/rendering/templates.h>
#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemplateDirectory;
using support::TemporaryDirectory;

namespace {

TemplateDirectory site_with_head()
{
    return TemplateDirectory{
        {{"base.tpl", "<head>\n  {{>ASPIC_HEAD}}\n</head><body>{{>CONTENT}}</body>"},
         {"page.tpl", "text"}}};
}

std::string loading_error(const TemplateDirectory& directory, const StaticFiles& files = {})
{
    return message_of<TemplateError>([&] { const Templates templates{directory.path(), files}; });
}

}  // namespace

TEST_CASE("ASPIC_HEAD brings the scripts and the style in the order that they need")
{
    const TemplateDirectory directory = site_with_head();
    const Templates templates{directory.path(), {}};
    CHECK(templates.render(Page{"page.tpl"}).html ==
          "<head>\n"
          "<script src=\"/static/aspic/head.js\" data-live=\"/_live\" data-again=\"yes\" "
          "data-jquery=\"/static/jquery.min.js\"></script>\n"
          "<link rel=\"stylesheet\" href=\"/static/aspic/holes.css\">\n"
          "<script defer src=\"/static/aspic/deferred.js\"></script>\n"
          "</head><body>text</body>");
}

TEST_CASE("a page that answers a form says that it must not be asked for again")
{
    const TemplateDirectory directory = site_with_head();
    const Templates templates{directory.path(), {}};
    std::string html = templates.render(Page{"page.tpl"}).html;
    const std::size_t size = html.size();
    forbid_asking_again(html);
    CHECK(html.size() == size);  // holes stay where they are
    CHECK(contains(html, " data-again=\"no \" "));
    const std::string before = html;
    forbid_asking_again(html);
    CHECK(html == before);
}

TEST_CASE("a page that shows messages says that it may be asked for again only by Back")
{
    const TemplateDirectory directory = site_with_head();
    const Templates templates{directory.path(), {}};
    std::string html = templates.render(Page{"page.tpl"}).html;
    const std::size_t size = html.size();
    ask_again_only_by_back(html);
    CHECK(html.size() == size);
    CHECK(contains(html, " data-again=\"own\" "));
}

TEST_CASE("below a mount, ASPIC_HEAD gives the scripts the right address")
{
    const TemplateDirectory directory = site_with_head();
    const auto html_with = [&](const std::string& address) {
        const Templates templates{directory.path(), {}, {.live_address = address}};
        return templates.render(Page{"page.tpl"}).html;
    };
    CHECK(contains(html_with("/docs/_live"), " data-live=\"/docs/_live\" "));
    CHECK(contains(html_with("/\"{{X}}/_live"), " data-live=\"/&quot;&#123;&#123;X}}/_live\" "));
}

TEST_CASE("ASPIC_HEAD tells the scripts what the names of the site's cookies begin with")
{
    const TemplateDirectory directory = site_with_head();
    const Templates templates{directory.path(), {}, {.cookie_prefix = "shop-"}};
    CHECK(contains(templates.render(Page{"page.tpl"}).html,
                   " data-live=\"/_live\" data-cookies=\"shop-\" data-again=\"yes\" "));
}

TEST_CASE("ASPIC_HEAD names the compression dictionary, if there is one")
{
    const TemplateDirectory directory = site_with_head();
    const Templates with{directory.path(), {}, {.dictionary_address = "/docs/_dictionary/ab12"}};
    CHECK(contains(with.render(Page{"page.tpl"}).html,
                   "\n<link rel=\"compression-dictionary\" href=\"/docs/_dictionary/ab12\">\n"));
    const Templates without{directory.path(), {}};
    CHECK_FALSE(contains(without.render(Page{"page.tpl"}).html, "dictionary"));
}

TEST_CASE("ASPIC_HEAD needs jQuery among the static files, and the files of this build")
{
    const TemplateDirectory directory = site_with_head();
    const TemporaryDirectory files;
    const TemporaryDirectory collected;
    collect_static_files({}, collected.path());
    CHECK(
        contains(loading_error(directory, StaticFiles::from_manifest(collected.path())),
                 "aspic_head.tpl:2: there is no static file jquery.min.js: is the name misspelt? A "
                 "server finds only what collect-static has copied"));
    collect_static_files({files.write("jquery.min.js", ";")}, collected.path());
    const StaticFiles all = StaticFiles::from_manifest(collected.path());
    const Templates templates{directory.path(), all};
    const std::string html = templates.render(Page{"page.tpl"}).html;
    for (const BrowserFile& file : browser_files()) {
        CAPTURE(file.name);
        const bool is_of_visitors = file.name != "aspic/xray.js" && file.name != "aspic/status.js";
        CHECK(contains(html, *all.url(file.name)) == is_of_visitors);
    }
}

TEST_CASE("a site that does not include ASPIC_HEAD needs no file for it")
{
    const TemplateDirectory directory{{{"page.tpl", "text"}}};
    const TemporaryDirectory collected;
    collect_static_files({}, collected.path());
    const Templates templates{directory.path(), StaticFiles::from_manifest(collected.path())};
    CHECK(templates.render(Page{"page.tpl"}).html == "<body>text</body>");
}

TEST_CASE("a site cannot use the name of the library's template")
{
    CHECK(contains(loading_error(TemplateDirectory{{{"aspic_head.tpl", "mine"}}}),
                   "aspic_head.tpl:1: the library has a template of this name: rename it"));
}
