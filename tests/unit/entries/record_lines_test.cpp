#include <aspic/entries/record_lines.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a number has 16 lower-case hexadecimal digits")
{
    CHECK(hex_of(0) == "0000000000000000");
    CHECK(hex_of(0xfedcba9876543210) == "fedcba9876543210");
    CHECK(parse_hex("fedcba9876543210") == 0xfedcba9876543210);
    for (const auto* text : {"", "0", "fedcba987654321", "fedcba98765432100", "FEDCBA9876543210",
                             "fedcba987654321g", "0xdcba9876543210", "-edcba9876543210"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_hex(text));
    }
}

TEST_CASE("any text can be a part of a line")
{
    for (const auto* text : {"", "a", "\n", "\\", "\\n", "a\n\nb\\", "%0A"}) {
        CAPTURE(text);
        const std::string line = escaped(text);
        CHECK(line.find('\n') == std::string::npos);
        CHECK(unescaped(line) == text);
    }
    CHECK_FALSE(unescaped("\\"));
    CHECK_FALSE(unescaped("\\t"));
}

TEST_CASE("lines are read in the order in which they were written")
{
    RecordWriter writer;
    writer.add("a", "1: 2");
    writer.add("b", "");
    writer.add("b", "3");
    const std::string text = std::move(writer).finish();
    auto reader = RecordReader::open(text);
    REQUIRE(reader);
    CHECK_FALSE(reader->take("b"));
    CHECK_FALSE(reader->take(""));
    CHECK(reader->take("a") == "1: 2");
    std::string all;
    CHECK(reader->each("b", [&](std::string_view value) {
        all.append(value).append(".");
        return true;
    }));
    CHECK(all == ".3.");
    CHECK(reader->is_at_end());
    CHECK_FALSE(RecordReader::open(text + "x"));
    CHECK_FALSE(RecordReader::open(text.substr(1)));
    CHECK(RecordReader::open(with_checksum("a: 1\nsum: 0000000000000000\n")));
}
