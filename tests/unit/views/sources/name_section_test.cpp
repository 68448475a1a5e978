#include "sources/name_section.h"

#include <doctest/doctest.h>

#include <chrono>

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

TEST_CASE("an escaped hyphen in a name is not the dash")
{
    CHECK(read(".SH NAME\npam\\-auth\\-update - manage PAM\n") == "pam-auth-update|manage PAM\n");
    CHECK(read(".SH NAME\nfoo\\-bar\n").empty());
}

TEST_CASE("what follows an empty line or a space is not a second description")
{
    const std::string one = "choom|adjust the score\n";
    CHECK(read(".SH NAME\nchoom \\- adjust the score\n.sp\n\\fBchoom\\fP \\fB\\-p\\fP "
               "\\fIPID\\fP\n") == one);
    CHECK(read(".SH NAME\nchoom \\- adjust the score\n\nchoom \\- not this\n") == one);
    CHECK(read(".SH NAME\nchoom \\- adjust the score\n.Foo\nchoom \\- not this\n") == one);
}

TEST_CASE("the heading may stand on the next line, and may be in another language")
{
    CHECK(read(".SH\nNAME\nfoo \\- bar\n") == "foo|bar\n");
    CHECK(read(".SH\n.B NAME\nfoo \\- bar\n") == "foo|bar\n");
    for (const char* heading :
         {"NOM", "Bezeichnung", "НАЗВАНИЕ", "ИМЯ", "名前", "名 稱", "NAME 名稱", "이름", "İSİM",
          "JMÉNO", "N\\('EV", "TÊN", "NÁZEV", "الاسم"}) {
        CAPTURE(heading);
        CHECK(read(".SH \"" + std::string{heading} + "\"\nfoo \\- bar\n") == "foo|bar\n");
    }
    CHECK(read(".SH SYNTAXE\nfoo \\- bar\n").empty());
    CHECK(read(".SH\n.SH NAME\nfoo \\- bar\n") == "foo|bar\n");
}

TEST_CASE("mdoc macros in a description become text")
{
    const std::string start = ".Sh NAME\n.Nm foo\n";
    CHECK(read(start + ".Nd an entry of\n.Pa /etc/netconfig\nfor\n.Ev NETPATH\n") ==
          "foo|an entry of /etc/netconfig for NETPATH\n");
    CHECK(read(start + ".Nd like\n.Xr ls 1 ,\nfor\n.Dq all files .\n") ==
          "foo|like ls(1), for \u201Call files\u201D.\n");
    CHECK(read(start + ".Nd \"fast DES\" on\n.Fx 4.4\n.Pq Fl x Ns Ar y\n") ==
          "foo|fast DES on FreeBSD 4.4 (-xy)\n");
    CHECK(read(".SH NAME\nfoo \\- see\n.MR ls 1 .\n") == "foo|see ls(1).\n");
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

TEST_CASE("a section of thousands of .Nm is read in a moment")
{
    std::string source = ".Sh NAME\n";
    while (source.size() < 64U << 10U)
        source += ".Nm a\n";
    const auto before = std::chrono::steady_clock::now();
    CHECK(read(source).empty());
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{2});
    CHECK(read(".Sh NAME\n.Nm a\n.Nm b\n.Nd see\n.Nm c\n.Nm d\n") == "a b|see c d\n");
}
