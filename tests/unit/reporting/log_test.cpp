#include <aspic/reporting/log.h>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace aspic;

namespace {

std::string line_of(std::string_view message, std::initializer_list<LogField> fields = {})
{
    return log_line("T", LogLevel::info, message, fields);
}

}  // namespace

TEST_CASE("a line has time, level, message and fields, in that order")
{
    CHECK(log_line("2026-11-23T02:37:46.123Z", LogLevel::warning, "a page was not stored",
                   {{"path", "/man/1/ls"}, {"why", "private"}}) ==
          "2026-11-23T02:37:46.123Z warn  a page was not stored path=/man/1/ls why=private\n");
    CHECK(log_line("T", LogLevel::debug, "m", {}) == "T debug m\n");
    CHECK(log_line("T", LogLevel::error, "m", {}) == "T error m\n");
}

TEST_CASE("an empty value, or one with a space, a quote or an equals sign, is quoted")
{
    CHECK(line_of("m", {{"a", "two words"}}) == "T info  m a=\"two words\"\n");
    CHECK(line_of("m", {{"a", ""}}) == "T info  m a=\"\"\n");
    CHECK(line_of("m", {{"a", "b=c"}}) == "T info  m a=\"b=c\"\n");
    CHECK(line_of("m", {{"a", "say \"so\""}}) == "T info  m a=\"say \\\"so\\\"\"\n");
    CHECK(line_of("m", {{"a", "back\\slash"}}) == "T info  m a=\"back\\\\slash\"\n");
}

TEST_CASE("no value and no message can forge a line or control a terminal")
{
    const std::string forged = "x\nT error forged\r\x1b[31m\x7f";
    const std::string line = line_of(forged, {{"a", forged}, {"b", std::string{"\0", 1}}});
    CHECK(line ==
          "T info  x\\x0aT error forged\\x0d\\x1b[31m\\x7f "
          "a=\"x\\x0aT error forged\\x0d\\x1b[31m\\x7f\" b=\\x00\n");
}

TEST_CASE("UTF-8 text is written unchanged")
{
    CHECK(line_of("m", {{"name", "Zo\xc3\xab"}}) == "T info  m name=Zo\xc3\xab\n");
}

TEST_CASE("a line for the journal has its level as a prefix, and no time")
{
    CHECK(journal_line(LogLevel::warning, "slow", {{"path", "/a b"}}) == "<4>slow path=\"/a b\"\n");
    CHECK(journal_line(LogLevel::error, "x", {}) == "<3>x\n");
    CHECK(journal_line(LogLevel::info, "x", {}) == "<6>x\n");
    CHECK(journal_line(LogLevel::debug, "x", {}) == "<7>x\n");
}

TEST_CASE("only the stream that JOURNAL_STREAM names is the journal")
{
    struct stat about {};
    REQUIRE(::fstat(STDERR_FILENO, &about) == 0);
    const std::string name = std::to_string(about.st_dev) + ':' + std::to_string(about.st_ino);
    CHECK(is_journal(STDERR_FILENO, name.c_str()));
    CHECK_FALSE(is_journal(STDERR_FILENO, (name + '0').c_str()));
    CHECK_FALSE(is_journal(STDERR_FILENO, nullptr));
    CHECK_FALSE(is_journal(-1, name.c_str()));
}
