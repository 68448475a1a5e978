#include "notes/note_text.h"

#include <doctest/doctest.h>

#include "base/text.h"

using namespace manual;

TEST_CASE("all kinds of line ends become one, and white space around a note is removed")
{
    CHECK(tidy_note("  one\r\ntwo\rthree\u2028four\n ") == "one\ntwo\nthree\nfour");
    CHECK(tidy_note("a  \n\n \t\n\n\nb") == "a\n\nb");
    CHECK(tidy_note("code:\n\n\tls -l\n    ls -a") == "code:\n\n\tls -l\n    ls -a");
}

TEST_CASE(
    "invisible characters, and those that change the direction of text, are removed from a note")
{
    CHECK(tidy_note("rm \u202Efr-\u202C \u2066x\u2069\u200B\uFEFF\u00AD\U000E0041") == "rm fr- x");
    CHECK(tidy_note("\u0646\u0645\u06CC\u200C\u062F\u0627\u0646\u0645") ==
          "\u0646\u0645\u06CC\u200C\u062F\u0627\u0646\u0645");
}

TEST_CASE("a note has at least one visible character")
{
    for (const char* typed : {"", " \n\t ", "\u200B", "\u200D\u200C", "\u00A0\u3000", "\u3164"}) {
        CAPTURE(typed);
        CHECK(objection_to_note(tidy_note(typed)) ==
              "The note is empty. Please write something first.");
    }
    CHECK(!objection_to_note("."));
    CHECK(!objection_to_note("\U0001F469\u200D\U0001F4BB"));
}

TEST_CASE("a note has at most 2,000 bytes, and the objection gives the actual number")
{
    CHECK(!objection_to_note(std::string(2000, 'x')));
    CHECK(objection_to_note(std::string(2001, 'x')) ==
          "The note is too long: it has 2,001 bytes, and 2,000 are allowed. Please shorten it.");
    std::string lines = "x";
    for (int i = 1; i < 60; ++i)
        lines += "\nx";
    CHECK(!objection_to_note(lines));
    CHECK(objection_to_note(lines + "\nx") ==
          "The note has 61 lines, and 60 are allowed. Please shorten it.");
}

TEST_CASE("a note is UTF-8 without control characters, and the form shows what is wrong")
{
    for (const char* typed : {"\x1b[31mred", "a\x07", "a\x7f", "a\u0085"}) {
        CAPTURE(typed);
        CHECK(objection_to_note(tidy_note(typed)).value().find("control characters") !=
              std::string::npos);
    }
    CHECK(objection_to_note(tidy_note(std::string{"a\0b", 3})).has_value());
    CHECK(objection_to_note(tidy_note("caf\xe9")).value().find("UTF-8") != std::string::npos);
    CHECK(shown_again("caf\xe9 \x1b[31m\tred\r\n") == "caf\uFFFD \uFFFD[31m\tred\n");
    CHECK(is_utf8(shown_again("\xff\xfe\x80")));
}
