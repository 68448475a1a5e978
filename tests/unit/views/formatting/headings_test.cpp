#include "formatting/headings.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

std::string friendly(std::string_view heading, std::string_view text)
{
    WordCases cases;
    cases.expect(heading);
    cases.read(text);
    return friendly_heading(heading, cases);
}

}  // namespace

TEST_CASE("a heading in capitals gets the case of a sentence")
{
    CHECK(friendly_heading("RETURN VALUE") == "Return value");
    CHECK(friendly_heading("COMMAND-LINE OPTIONS") == "Command-line options");
    CHECK(friendly_heading("6. FILES") == "6. Files");
    CHECK(friendly_heading("[INSTALL] SECTION OPTIONS") == "[Install] section options");
    CHECK(friendly_heading("Options") == "Options");
    CHECK(friendly_heading("Exit Status") == "Exit Status");
    CHECK(friendly_heading("") == "");
}

TEST_CASE("a word of a heading is written as in the text of the page")
{
    CHECK(friendly("GIT", "run git now") == "Git");
    CHECK(friendly("POSIX OPTIONS", "what POSIX says of options") == "POSIX options");
    CHECK(friendly("CMAKE POLICIES", "CMake has policies, cmake too; CMake") == "CMake policies");
    CHECK(friendly("BUILTIN PERL FUNCTIONS", "the language Perl") == "Builtin Perl functions");
}

TEST_CASE("the name of a heading in the text says nothing of its case")
{
    CHECK(friendly("SHELL GRAMMAR", "see SHELL GRAMMAR below; the shell") == "Shell grammar");
    CHECK(friendly("PROMPTING", "listed under PROMPTING") == "Prompting");
}

TEST_CASE("acronyms, names with signs, and options stay in capitals")
{
    CHECK(friendly_heading("DNS AND XML") == "DNS and XML");
    CHECK(friendly_heading("THE UEFI") == "The UEFI");
    CHECK(friendly_heading("CMAKE_C_FLAGS") == "CMAKE_C_FLAGS");
    CHECK(friendly_heading("OUTPUT WITH -P") == "Output with -P");
    CHECK(friendly_heading("\u00DCBERSICHT") == "\u00DCBERSICHT");
}

TEST_CASE("each heading has an anchor of its own and is in the contents, in any language")
{
    HtmlTree tree{
        "<h1>\u540D\u524D</h1><h1 id=\"A\">A</h1><h2>Result Variables</h2><h1>B &lt;b&gt;</h1>"
        "<h2>Result Variables</h2><p id=\"notes\"></p><h1>notes</h1><h1> </h1>"};
    const std::vector<Heading> contents = arrange_headings(tree);
    REQUIRE(contents.size() == 4);
    CHECK(contents[0].url == "#\u540D\u524D");
    CHECK(contents[1].url == "#A");
    REQUIRE(contents[1].below.size() == 1);
    CHECK(contents[1].below[0].url == "#Result_Variables");
    CHECK(contents[2].url == "#B_<b>");
    REQUIRE(contents[2].below.size() == 1);
    CHECK(contents[2].below[0].url == "#Result_Variables~2");
    CHECK(contents[3].url == "#manual-notes~2");
    const std::string html = tree.html();
    CHECK(html.find("<h3 id=\"Result_Variables~2\"><a class=\"permalink\" "
                    "href=\"#Result_Variables~2\">Result Variables</a></h3>") != std::string::npos);
    CHECK(html.find("<h2 id=\"B_&lt;b&gt;\">") != std::string::npos);
}
