#include <aspic/commands/text.h>

#include <doctest/doctest.h>

#include <sstream>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("numbers have commas, and counts have their noun")
{
    CHECK(with_commas(0) == "0");
    CHECK(with_commas(999) == "999");
    CHECK(with_commas(1'000) == "1,000");
    CHECK(with_commas(12'345'678) == "12,345,678");
    CHECK(counted(1, "page") == "1 page");
    CHECK(counted(0, "page") == "0 pages");
    CHECK(counted(1'200, "page") == "1,200 pages");
}

TEST_CASE("bytes are printed in the largest unit with a whole part")
{
    CHECK(in_bytes(1) == "1 byte");
    CHECK(in_bytes(1023) == "1,023 bytes");
    CHECK(in_bytes(1024) == "1 KiB");
    CHECK(in_bytes(1536) == "1.5 KiB");
    CHECK(in_bytes(10 * 1024) == "10 KiB");
    CHECK(in_bytes(1024 * 1024 - 1) == "1 MiB");
    CHECK(in_bytes(64ULL << 20U) == "64 MiB");
    CHECK(in_bytes(5ULL << 40U) == "5 TiB");
}

TEST_CASE("times are printed in suitable units")
{
    CHECK(in_time(0ms) == "0 ms");
    CHECK(in_time(340us) == "0.3 ms");
    CHECK(in_time(12ms) == "12 ms");
    CHECK(in_time(999'600us) == "1 s");
    CHECK(in_time(1'300ms) == "1.3 s");
    CHECK(in_time(59s) == "59 s");
    CHECK(in_time(59'700ms) == "1 min");
    CHECK(in_time(5min) == "5 min");
    CHECK(in_time(12min + 3s) == "12 min 3 s");
    CHECK(in_time(1h) == "1 h");
    CHECK(in_time(1h + 59min + 58s) == "1 h 59 min");
    CHECK(in_time(24h) == "1 d");
    CHECK(in_time(76h) == "3 d 4 h");
}

TEST_CASE("a table's columns are as wide as their longest cell, and no line ends with spaces")
{
    TextTable table{{"NAME", "HITS", "PAGES"}};
    CHECK(table.empty());
    table.add({"a", "1", "1,000,000"});
    table.add({"longer", "12", ""});
    CHECK_FALSE(table.empty());
    std::ostringstream out;
    table.print(out, "  ");
    CHECK(out.str() ==
          "  NAME    HITS      PAGES\n"
          "  a          1  1,000,000\n"
          "  longer    12\n");
    TextTable left{{"A", "B"}, TextTable::Align::left};
    left.add({"x", "yy"});
    std::ostringstream aligned;
    left.print(aligned);
    CHECK(aligned.str() == "A  B\nx  yy\n");
}

TEST_CASE("a text is wrapped at spaces, and a word that is too long keeps a line of its own")
{
    using Lines = std::vector<std::string>;
    CHECK(wrapped("one two three", 7) == Lines{"one two", "three"});
    CHECK(wrapped("one two three", 8) == Lines{"one two", "three"});
    CHECK(wrapped("  one   two ", 80) == Lines{"one two"});
    CHECK(wrapped("a much-too-long b", 5) == Lines{"a", "much-too-long", "b"});
    CHECK(wrapped("", 5).empty());
}
