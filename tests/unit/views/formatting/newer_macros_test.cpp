#include "formatting/newer_macros.h"

#include <doctest/doctest.h>

#include "formatting/mandoc.h"

using namespace manual;

TEST_CASE("a reference by .MR becomes one that mandoc knows")
{
    CHECK(with_known_macros("a\n.MR ls 1 ,\nb") == "a\n.BR \"ls\" \"(1),\"\nb");
    CHECK(with_known_macros("'MR \"a b\" 3pm") == ".BR \"a b\" \"(3pm)\"");
    CHECK(with_known_macros(". MR git\\-log 1 .\r\n") == ".BR \"git\\-log\" \"(1).\"\n");
    CHECK(with_known_macros(".MR ls") == ".B \"ls\"");
    CHECK(with_known_macros(".MR a\"b 1 \"x\"\"y\"") == ".BR \"a\"\"b\" \"(1)x\"\"y\"");
}

TEST_CASE("other lines, and pages that define MR, do not change")
{
    for (const char* source : {"", ".MRX a 1", "MR a 1", ".BR MR (1)", ".de MR\n..\n.MR a 1"})
        CHECK(with_known_macros(source) == source);
}

TEST_CASE("mandoc shows the text of .MR")
{
    const std::string html =
        run_mandoc(with_known_macros(".TH X 1\n.SH A\nSee\n.MR ls 1 ,\nend.\n"));
    CHECK(html.find("See <b>ls</b>(1), end.") != std::string::npos);
}
