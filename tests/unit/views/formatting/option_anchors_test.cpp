#include "formatting/option_anchors.h"

#include <doctest/doctest.h>

#include "formatting/options.h"

using namespace manual;

namespace {

std::string anchored(std::string_view html)
{
    HtmlTree tree{html};
    add_option_anchors(tree);
    return tree.html();
}

std::string permalink(const std::string& option, const std::string& classes = " flag typed")
{
    return "<a class=\"permalink" + classes + "\" id=\"" + option + "\" href=\"#" + option +
           "\" tabindex=\"-1\">";
}

std::vector<std::string> names(std::string_view text)
{
    std::vector<std::string> all;
    for (const Option& option : options_in(text))
        all.insert(all.end(), option.names.begin(), option.names.end());
    return all;
}

}  // namespace

TEST_CASE("options are found in the text of a term")
{
    using Names = std::vector<std::string>;
    CHECK(names("-a, --all=WHEN") == Names{"-a", "--all"});
    CHECK(names("--[no-]color[=&lt;when&gt;]") == Names{"--color", "--no-color"});
    CHECK(names("-name pattern|-iname") == Names{"-name", "-iname"});
    CHECK(names("-?, -#") == Names{"-?", "-#"});
    CHECK(names("well-known, a - b, --, ---") == Names{});
}

TEST_CASE("each option of a term has an anchor, and the anchor of mandoc stays")
{
    CHECK(anchored("<dt id=\"a\"><a class=\"permalink\" href=\"#a\"><b>-a</b>, "
                   "<b>--all</b></a></dt>") ==
          "<dt id=\"a\">" + permalink("-a") + "-a</a>, " + permalink("--all") + "--all</a></dt>");
    CHECK(anchored("<dt id=\"block\"><a class=\"permalink\" href=\"#block\">"
                   "<b>--block-size</b>=<i>SIZE</i></a></dt>") ==
          "<dt id=\"block\">" + permalink("--block-size", "") +
              "<b class=\"flag\">--block-size</b>=<i>SIZE</i></a></dt>");
    CHECK(anchored("<dt>-L&lt;n&gt;, --follow</dt>") ==
          "<dt>" + permalink("-L", " flag") + "-L</a>&lt;n&gt;, " + permalink("--follow", " flag") +
              "--follow</a></dt>");
    CHECK(anchored("<dt>--[no-]color</dt>") ==
          "<dt id=\"--no-color\">" + permalink("--color", " flag") + "--[no-]color</a></dt>");
}

TEST_CASE("anchors are unique")
{
    CHECK(anchored("<dt>-a</dt><dt>-a</dt><dt>-a</dt>") ==
          "<dt>" + permalink("-a", " flag") + "-a</a></dt><dt>" + permalink("-a~2", " flag") +
              "-a</a></dt><dt>" + permalink("-a~3", " flag") + "-a</a></dt>");
    CHECK(anchored("<p id=\"-a\">x</p><dt>-a</dt>") ==
          "<p id=\"-a\">x</p><dt>" + permalink("-a~2", " flag") + "-a</a></dt>");
}

TEST_CASE("a term that is no option has an anchor from its first word")
{
    CHECK(anchored("<dt><b>core.editor</b></dt>") ==
          "<dt id=\"core.editor\"><a class=\"permalink typed\" href=\"#core.editor\" "
          "tabindex=\"-1\">core.editor</a></dt>");
    CHECK(anchored("<dt>notes</dt>") ==
          "<dt id=\"manual-notes\"><a class=\"permalink\" href=\"#manual-notes\" "
          "tabindex=\"-1\">notes</a></dt>");
}

TEST_CASE("an option in an element of its own does not break at the end of a line")
{
    CHECK(anchored("<p><b>--long-option=x</b> <b>-a</b> <b>a-b</b> <b>-a b</b></p>") ==
          "<p><b class=\"flag\">--long-option=x</b> <b class=\"flag\">-a</b> <b>a-b</b> "
          "<b>-a b</b></p>");
    CHECK(anchored("<pre><b>--all</b></pre>") == "<pre><b>--all</b></pre>");
}
