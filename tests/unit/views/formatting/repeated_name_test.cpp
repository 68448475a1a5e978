#include "formatting/repeated_name.h"

#include <doctest/doctest.h>

#include "formatting/simplify.h"

using namespace manual;

namespace {

const std::string rest = "<section><h1 id=\"FILES\">FILES</h1><p>x</p></section></div>";

std::string section(const std::string& content)
{
    return "<div class=\"manual-text\"><section><h1 id=\"NAME\">NAME</h1>" + content +
           "</section>" + rest;
}

bool stays(const std::string& content, const PageHead& head)
{
    const std::string html = section(content);
    HtmlTree tree{html};
    simplify(tree);
    remove_repeated_name(tree, head);
    const bool there = tree.html() == html;
    if (!there) CHECK(tree.html() == "<div class=\"manual-text\" id=\"NAME\">" + rest);
    return there;
}

}  // namespace

TEST_CASE("NAME is removed if it says what the head says, and its anchor stays")
{
    const PageHead head{"ls", "list directory contents"};
    CHECK_FALSE(stays("<p>ls - list directory contents</p>", head));
    CHECK_FALSE(stays("<p><b>ls</b> \u2014 list\ndirectory contents</p>", head));
    CHECK_FALSE(stays("<p>gcloud alpha builds - build</p>", {"gcloud_alpha_builds", "build"}));
}

TEST_CASE("NAME is removed under its heading in any language")
{
    for (const char* heading : {"Name", "BEZEICHNUNG", "\u540D\u524D"}) {
        CAPTURE(heading);
        const std::string html = std::string{"<div class=\"manual-text\"><section><h1>"} + heading +
                                 "</h1><p>ls - list</p></section>" + rest;
        HtmlTree tree{html};
        remove_repeated_name(tree, {"ls", "list"});
        CHECK(tree.html() == "<div class=\"manual-text\">" + rest);
    }
}

TEST_CASE("NAME stays if it says more than the head")
{
    const PageHead head{"ls", "list directory contents"};
    CHECK(stays("<p>ls, dir - list directory contents</p>", head));
    CHECK(stays("<p>dir - list directory contents</p>", head));
    CHECK(stays("<p>ls - list directory contents and more</p>", head));
    CHECK(stays("<p>ls - list directory contents</p><p>More.</p>", head));
    CHECK(stays("<p>ls - list directory contents</p><pre>ls</pre>", head));
    CHECK(stays("<p>ls</p>", {"ls", ""}));
}
