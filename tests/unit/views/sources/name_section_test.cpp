#include "sources/name_section.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

// "names|description", one line for each name
std::string read(const std::string& source)
{
    std::string text;
    for (const NamedPurpose& each : read_name_section(source))
        text += each.name + "|" + each.description + "\n";
    return text;
}

}  // namespace

TEST_CASE("a man(7) page gives its name and its description")
{
    CHECK(read(".TH LS 1\n.SH NAME\nls \\- list directory contents\n.SH SYNOPSIS\nls \\- not "
               "this\n") == "ls|list directory contents\n");
}

TEST_CASE("an mdoc(7) page gives its names and its description")
{
    CHECK(read(".Dd May 1\n.Dt SSH 1\n.Os\n.Sh NAME\n.Nm ssh ,\n.Nm slogin\n.Nd remote login\n.Sh "
               "SYNOPSIS\n") == "ssh|remote login\nslogin|remote login\n");
}

TEST_CASE("fonts, quotes and other escapes become plain text")
{
    CHECK(read(".SH \"NAME\"\n\\fBgit\\-log\\fR \\- Git\\(aqs \\fIlog\\fP \\(em "
               "\\s-1POSIX\\s0\\&.\n") == "git-log|Git's log \u2014 POSIX.\n");
    CHECK(read(".SH NAME\n.B foo\n\\- \"quoted\" \\*(lqtext\\*(rq \\[u00E9]\n") ==
          "foo|\"quoted\" \u201Ctext\u201D \u00E9\n");
}

TEST_CASE("names may contain spaces and follow a hanging paragraph")
{
    CHECK(
        read(".SH \"NAME\"\n.HP\ngcloud alpha builds \\- manage builds\n\n\n.SH \"SYNOPSIS\"\n") ==
        "gcloud alpha builds|manage builds\n");
}

TEST_CASE("each line of a NAME section may describe its own name")
{
    CHECK(read(".SH NAME\nbzip2, bunzip2 \\- a compressor\n.br\nbzcat \\- decompresses\n") ==
          "bzip2|a compressor\nbunzip2|a compressor\nbzcat|decompresses\n");
}

TEST_CASE("definitions and comments before the section are skipped")
{
    CHECK(read(".\\\" comment\n.de Sp\n.SH NAME\nwrong \\- wrong\n..\n.SH NAME\nFoo \\- right\n") ==
          "Foo|right\n");
}

TEST_CASE("other dashes are understood")
{
    CHECK(read(".SH NAME\nfoo - plain\n") == "foo|plain\n");
    CHECK(read(".SH NAME\nfoo -- double\n") == "foo|double\n");
    CHECK(read(".SH NAME\nfoo \\-\\- escaped\n") == "foo|escaped\n");
    CHECK(read(".SH NAME\nfoo\\-bar \\- with a hyphen\n") == "foo-bar|with a hyphen\n");
}

TEST_CASE("pages in ISO 8859-1 are converted to UTF-8")
{
    CHECK(read(".SH NAME\nfoo \\- caf\xE9\n") == "foo|caf\u00E9\n");
}

TEST_CASE("invalid input gives nothing, and long descriptions are cut")
{
    CHECK(read("").empty());
    CHECK(read("\\").empty());
    CHECK(read(".SH NAME\nno dash here\n").empty());
    CHECK(read(".SH NAME\n\\f\n\\(\n\\*[\n.\n.B \"\n").empty());
    CHECK(read_name_section(".SH NAME\na \\- " + std::string(5000, 'x') + "\n")
              .front()
              .description.size() < 310);
}
