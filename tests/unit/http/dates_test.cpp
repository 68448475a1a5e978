#include <aspic/http/dates.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

constexpr Time example{784111777s};  // RFC 9110, section 5.6.7

Time time_of(int year, unsigned month, unsigned day)
{
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                 static_cast<int>(day)};
}

}  // namespace

TEST_CASE("all three forms of the example in RFC 9110 are one time")
{
    CHECK(parse_date("Sun, 06 Nov 1994 08:49:37 GMT") == example);
    CHECK(parse_date("Sunday, 06-Nov-94 08:49:37 GMT") == example);
    CHECK(parse_date("Sun Nov  6 08:49:37 1994") == example);
    CHECK(parse_date(" Sun, 06 Nov 1994 08:49:37 GMT\t") == example);
}

TEST_CASE("a time is written as an IMF-fixdate")
{
    CHECK(format_date(example) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(format_date(Time{}) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(format_date(Time{-1s}) == "Wed, 31 Dec 1969 23:59:59 GMT");
    CHECK(format_date(time_of(2024, 2, 29)) == "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST_CASE("a time after the year 9999 is written as the last second of that year")
{
    CHECK(format_date(Time::max()) == "Fri, 31 Dec 9999 23:59:59 GMT");
    CHECK(format_date(Time::min()) == "Sat, 01 Jan 0000 00:00:00 GMT");
}

TEST_CASE("every written day of four centuries can be read back")
{
    int wrong = 0;
    for (Time time = time_of(1900, 1, 1) + 86399s; time < time_of(2301, 1, 1); time += 24h) {
        if (parse_date(format_date(time)) != time) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("a year of two digits is at most 50 years in the future")
{
    const std::chrono::year_month_day today{
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
    for (int ahead : {-49, -10, 0, 49}) {
        const auto year = today.year() + std::chrono::years{ahead};
        const int digits = static_cast<int>(year) % 100;
        std::string text = "Monday, 01-Jan-";
        text += static_cast<char>('0' + digits / 10);
        text += static_cast<char>('0' + digits % 10);
        text += " 00:00:00 GMT";
        CHECK(parse_date(text) == Time{std::chrono::sys_days{year / 1 / 1}});
    }
}

TEST_CASE("a leap second is read, and 61 seconds are not")
{
    CHECK(parse_date("Sat, 31 Dec 2016 23:59:60 GMT") == time_of(2017, 1, 1));
    CHECK_FALSE(parse_date("Sat, 31 Dec 2016 23:59:61 GMT"));
}

TEST_CASE("names may have any letter case")
{
    for (const auto text : {"sun, 06 nov 1994 08:49:37 gmt"sv, "SUN, 06 NOV 1994 08:49:37 GMT"sv,
                            "SUNDAY, 06-nov-94 08:49:37 Gmt"sv, "sUN nOV  6 08:49:37 1994"sv}) {
        CAPTURE(text);
        CHECK(parse_date(text) == example);
    }
}

TEST_CASE("text that is not a date gives nothing")
{
    for (const auto text :
         {""sv, "0"sv, "now"sv, "Sun, 06 Nov 1994 08:49:37"sv, "Sun, 06 Nov 1994 08:49:37 UTC"sv,
          "Sun, 06 Nov 1994 08:49:37 GMT, x"sv, "Sun, 6 Nov 1994 08:49:37 GMT"sv,
          "Sun, 31 Feb 1994 08:49:37 GMT"sv, "Sun, 00 Nov 1994 08:49:37 GMT"sv,
          "Xxx, 06 Nov 1994 08:49:37 GMT"sv, "Sun, 06 Nov 1994 24:00:00 GMT"sv,
          "Sun, 06 Nov 1994 08:60:00 GMT"sv, "Sun, 06 Nov -994 08:49:37 GMT"sv,
          "Sun, 06 Nov 1994 08:49:37 GMT\0"sv, "Sun Nov 06 08:49:37 94"sv,
          "Sunday, 06-Nov-1994 08:49:37 GMT"sv, "Sun, 29 Feb 2023 00:00:00 GMT"sv}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text));
    }
}
