#include <aspic/rendering/templates.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemplateDirectory;

namespace {

std::string loading_error(const TemplateDirectory& directory, StaticFiles files = {})
{
    return directory.relative(message_of<TemplateError>([&] {
        const Templates templates{directory.path(), files};
    }));
}

}  // namespace

TEST_CASE("a page is placed in its base at CONTENT, and a fragment has no base")
{
    const TemplateDirectory directory{{{"page.tpl", "<p>{{NAME}}</p>"},
                                       {"other.tpl", "<main>{{>CONTENT}}</main>"},
                                       {"_part.tpl", "<i>{{NAME}}</i>"}}};
    const Templates templates{directory.path(), {}};
    Page page{"page.tpl"};
    page.set("NAME", "ls");
    CHECK(templates.render(page).html == "<body><p>ls</p></body>");
    Page elsewhere{"page.tpl", "other.tpl"};
    elsewhere.set("NAME", "ls");
    CHECK(templates.render(elsewhere).html == "<main><p>ls</p></main>");
    Fragment fragment{"_part.tpl"};
    fragment.set("NAME", "ls");
    CHECK(templates.render(fragment) == "<i>ls</i>");
}

TEST_CASE("templates may be in subdirectories, and other files are ignored")
{
    const TemplateDirectory directory{{{"admin/users.tpl", "users"}}};
    directory.write_as_is("notes.txt", "{{");
    directory.write_as_is("page.tpl~", "{{");
    const Templates templates{directory.path(), {}};
    CHECK(templates.has("admin/users.tpl"));
    CHECK_FALSE(templates.has("users.tpl"));
    CHECK_FALSE(templates.has("notes.txt"));
    CHECK(templates.render(Page{"admin/users.tpl"}).html == "<body>users</body>");
}

TEST_CASE("a missing directory is named, with the option that sets it")
{
    const std::string why = message_of<TemplateError>([] {
        const Templates templates{"/nonexistent/templates", {}};
    });
    CHECK(why ==
          "there is no template directory /nonexistent/templates: set --templates to the right "
          "directory");
}

TEST_CASE("all errors of all templates are reported together")
{
    const TemplateDirectory directory{{{"a.tpl", "{{>NOWHERE}}"}, {"c.tpl", "{{#OPEN}}"}}};
    directory.write_as_is("b.tpl", "<p>");
    const std::string why = loading_error(directory);
    CHECK(why ==
          "there are 3 mistakes in the templates:\n"
          "a.tpl:1: there is no template nowhere.tpl to include: write it, or correct the name; "
          "{{>SEARCH_BOX}} includes search_box.tpl\n"
          "b.tpl:1: a template must begin with {{%AUTOESCAPE context=\"HTML\"}}: make this its "
          "first line\n"
          "c.tpl:1: {{#OPEN}} is not closed: write {{/OPEN}} where it ends");
}

TEST_CASE("endless includes are refused at start")
{
    const std::string why =
        loading_error(TemplateDirectory{{{"a.tpl", "{{>B}}"}, {"b.tpl", "{{>A}}"}}});
    CHECK(contains(why, "a.tpl:1: the includes form a cycle: a.tpl > b.tpl > a.tpl"));
}

TEST_CASE("a page whose own template has CONTENT is refused, and not expanded endlessly")
{
    const TemplateDirectory directory{
        {{"page.tpl", "{{>CONTENT}}"}, {"_part.tpl", "{{>CONTENT}}"}}};
    const Templates templates{directory.path(), {}};
    const std::string sentence = "{{>CONTENT}} is allowed only in a base template, and only once";
    const auto why = [&](const auto& document) {
        return directory.relative(message_of<TemplateError>([&] { templates.render(document); }));
    };
    CHECK(why(Page{"page.tpl"}) == "page.tpl:1: " + sentence);
    CHECK(why(Fragment{"_part.tpl"}) == "_part.tpl:1: " + sentence);
}

TEST_CASE("a base template without CONTENT cannot be used")
{
    const TemplateDirectory directory{{{"frame.tpl", "<main>"}, {"page.tpl", "x"}}};
    const Templates templates{directory.path(), {}};
    CHECK(directory.relative(message_of<TemplateError>([&] {
        templates.render(Page{"page.tpl", "frame.tpl"});
    })) == "frame.tpl:1: it has no {{>CONTENT}}, so the page page.tpl would not be in it: add it, "
           "or choose another base template");
}

TEST_CASE("a missing page, base or fragment is named")
{
    const TemplateDirectory directory{{{"page.tpl", "x"}}};
    const Templates templates{directory.path(), {}};
    const auto named = [&](const auto& document) {
        return message_of<TemplateError>([&] { templates.render(document); });
    };
    CHECK(contains(named(Page{"nowhere.tpl"}), "there is no template nowhere.tpl in /"));
    CHECK(contains(named(Page{"nowhere.tpl"}), "reads its templates at the start and at a reload"));
    CHECK(
        contains(named(Page{"page.tpl", "no_base.tpl"}), "there is no template no_base.tpl in /"));
    CHECK(contains(named(Fragment{"_nowhere.tpl"}), "there is no template _nowhere.tpl in /"));
    CHECK_THROWS_AS(templates.render(Page{"../page.tpl"}), TemplateError);
}

TEST_CASE("the version changes with any byte or name of a template, and with nothing else")
{
    const auto version_with = [](std::string_view name, std::string_view text) {
        const TemplateDirectory directory{{{name, text}}};
        return Templates{directory.path(), {}}.version();
    };
    const std::string version = version_with("a.tpl", "text");
    CHECK(version.size() == 16);
    CHECK(version_with("a.tpl", "text") == version);
    CHECK(version_with("a.tpl", "texT") != version);
    CHECK(version_with("b.tpl", "text") != version);
}

TEST_CASE("the version changes if a static file that a template names changes")
{
    const support::TemporaryDirectory files;
    const support::TemporaryDirectory collected;
    const TemplateDirectory directory{{{"a.tpl", "{{STATIC:x-static=site.css}}"}}};
    const auto version_of = [&](std::string_view css) {
        files.write("site.css", css);
        files.write("unused.css", css);
        collect_static_files({files.path()}, collected.path());
        return Templates{directory.path(), StaticFiles::from_manifest(collected.path())}.version();
    };
    const std::string version = version_of("a{}");
    CHECK(version_of("b{}") != version);
    CHECK(version_of("a{}") == version);
}

TEST_CASE("a template that is changed, added or removed on disk is noticed")
{
    const TemplateDirectory directory{{{"page.tpl", "one"}}};
    const Templates templates{directory.path(), {}};
    CHECK_FALSE(templates.changed_on_disk());
    directory.write("page.tpl", "two");
    CHECK(templates.changed_on_disk());
    CHECK(templates.render(Page{"page.tpl"}).html == "<body>one</body>");
    directory.write("page.tpl", "one");
    CHECK_FALSE(templates.changed_on_disk());
    directory.write("more.tpl", "");
    CHECK(templates.changed_on_disk());
}
