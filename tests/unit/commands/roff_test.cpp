#include <aspic/commands/roff.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

std::string text_of(std::string_view text)
{
    roff::Writer writer;
    writer.text(text);
    return writer.source();
}

}  // namespace

TEST_CASE("characters with a meaning for roff are escaped")
{
    CHECK(roff::escaped(R"(a\b)") == R"(a\eb)");
    CHECK(roff::escaped("--max-body") == R"(\-\-max\-body)");
    CHECK(roff::escaped("'self' \"x\" `y` ~ ^") == R"(\(aqself\(aq \(dqx\(dq \(gay\(ga \(ti \(ha)");
    CHECK(roff::escaped("a\nb\tc\x7f") == "a b c ");
    CHECK(roff::escaped("plain, 100% <text> [0]") == "plain, 100% <text> [0]");
}

TEST_CASE("other characters are escaped by number, and bytes that are not UTF-8 are replaced")
{
    CHECK(roff::escaped("é") == R"(\[u00E9])");
    CHECK(roff::escaped("–") == R"(\[u2013])");
    CHECK(roff::escaped("😀") == R"(\[u1F600])");
    for (const char* wrong : {"\xff", "\xc3", "\xc0", "\x80"})
        CHECK(roff::escaped(wrong) == R"(\[uFFFD])");
    CHECK(roff::escaped("\xc3x") == R"(\[uFFFD]x)");
    CHECK(roff::escaped("\xed\xa0\x80") == R"(\[uFFFD])");      // a surrogate
    CHECK(roff::escaped("\xe0\x80\x80") == R"(\[uFFFD])");      // too long a form
    CHECK(roff::escaped("\xf4\x90\x80\x80") == R"(\[uFFFD])");  // past U+10FFFF
}

TEST_CASE("an argument is neither a macro nor a delimiter, and has its spaces")
{
    CHECK(roff::argument("threads") == "threads");
    CHECK(roff::argument("Fl") == R"(\&Fl)");
    CHECK(roff::argument(".") == R"(\&.)");
    CHECK(roff::argument("") == R"(\&)");
    CHECK(roff::argument("two words") == "\"two words\"");
    CHECK(roff::argument("a \"b\" c") == R"("a \(dqb\(dq c")");
    CHECK(roff::arguments("one  of The % .") == R"(one of \&The \&% \&.)");
}

TEST_CASE("a line of text never begins with a dot or an apostrophe")
{
    CHECK(text_of(".Sh NAME") == "\\&.Sh NAME\n");
    CHECK(text_of("'br") == "\\(aqbr\n");
    CHECK(text_of("See .Sh") == "See .Sh\n");
    roff::Writer writer;
    writer.literal({".nf", "'x"});
    CHECK(writer.source() == ".Bd -literal -offset indent\n\\&.nf\n\\(aqx\n.Ed\n");
}

TEST_CASE("each sentence begins a line, and lines are short")
{
    CHECK(text_of("One. Two (2.) Three? Four") == "One.\nTwo (2.)\nThree?\nFour\n");
    const std::string text = text_of("a word and " + std::string(60, 'x') + " and other words");
    CHECK(text == "a word and " + std::string(60, 'x') + " and\nother words\n");
    // A dot that comes to the start of a line is still text.
    CHECK(text_of(std::string(78, 'x') + " .x") == std::string(78, 'x') + "\n\\&.x\n");
    CHECK(text_of("").empty());
}

TEST_CASE("what is in backquotes is bold")
{
    CHECK(text_of("say `serve now`.") == "say \\fBserve now\\fR.\n");
    CHECK(text_of("say `serve now") == "say \\fBserve now\\fR\n");
}

TEST_CASE("a phrase becomes a sentence, but a name keeps its first letter")
{
    CHECK(roff::as_sentence("time to wait") == "Time to wait.");
    CHECK(roff::as_sentence("milliseconds; more") == "Milliseconds; more.");
    CHECK(roff::as_sentence("unix:PATH or fd:N") == "unix:PATH or fd:N.");
    CHECK(roff::as_sentence("Is it so?") == "Is it so?");
    CHECK(roff::as_sentence("").empty());
}
