#include <aspic/entries/position.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a position is written and read as the id of a Redis record")
{
    for (const Position position : {Position{}, Position{1, 2}, Position{1'800'000'000'123, 0},
                                    Position{0, UINT64_MAX}, Position{UINT64_MAX, UINT64_MAX}}) {
        CAPTURE(position.to_text());
        CHECK(Position::parse(position.to_text()) == position);
    }
    CHECK(Position{12, 34}.to_text() == "12-34");
}

TEST_CASE("positions are ordered by time, then by number")
{
    CHECK(Position{} < Position{0, 1});
    CHECK(Position{1, 9} < Position{1, 10});
    CHECK(Position{9, 100} < Position{10, 0});
    CHECK(Position{2, 3} == Position{2, 3});
}

TEST_CASE("text that is not a position is refused")
{
    for (const std::string text :
         {"", "-", "1", "1-", "-1", "1-2-3", "1-2 ", " 1-2", "a-b", "1-b", "1--2", "+1-2", "1.0-2",
          "1-18446744073709551616", "18446744073709551616-0", "*", "$"}) {
        CAPTURE(text);
        CHECK_FALSE(Position::parse(text));
    }
}
