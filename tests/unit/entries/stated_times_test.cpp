#include <aspic/entries/stated_times.h>

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include <aspic/http/dates.h>
#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Headers headers_of(const Fields& fields)
{
    Headers headers;
    for (const auto& [name, value] : fields)
        headers.add(name, value);
    return headers;
}

std::chrono::seconds age(const Fields& fields, std::chrono::milliseconds took = 0ms)
{
    return initial_age(headers_of(fields), took, noon);
}

std::optional<std::chrono::seconds> by_expires(const Fields& fields)
{
    return lifetime_by_expires(headers_of(fields), noon);
}

std::optional<std::chrono::seconds> guessed(const Fields& fields)
{
    return heuristic_lifetime(headers_of(fields), noon);
}

std::string at(std::chrono::seconds time)
{
    return format_date(noon + time);
}

}  // namespace

TEST_CASE("the age is the Age field's first member, if it is a number")
{
    CHECK(age({}) == 0s);
    const std::vector<std::pair<std::string, std::chrono::seconds>> values{
        {"0", 0s},
        {"59", 59s},
        {" 7 ", 7s},
        {"7200, 0", 7200s},
        {"7200 ,x", 7200s},
        {"0, 7200", 0s},
        {"007", 7s},
        {"2147483649", 2147483648s},
        {"99999999999999999999", 2147483648s},
        {"", 0s},
        {"-5", 0s},
        {"1.5", 0s},
        {"x", 0s},
        {"5 seconds", 0s},
        {"+5", 0s},
        {"\"5\"", 0s},
        {"5;x=1", 0s},
        {", 5", 0s},
    };
    for (const auto& [value, expected] : values) {
        CAPTURE(value);
        CHECK(age({{"Age", value}}) == expected);
    }
    CHECK(age({{"Age", "1"}, {"Age", "100"}}) == 1s);
}

TEST_CASE("the time that the view took and the time since Date make the answer older")
{
    CHECK(age({}, 2400ms) == 2s);
    CHECK(age({}, 499ms) == 0s);
    CHECK(age({{"Age", "10"}}, 3s) == 13s);
    CHECK(age({{"Date", at(-100s)}}) == 100s);
    CHECK(age({{"Date", at(-100s)}, {"Age", "10"}}, 3s) == 100s);
    CHECK(age({{"Date", at(-12s)}, {"Age", "10"}}, 3s) == 13s);
    CHECK(age({{"Date", at(100s)}, {"Age", "10"}}) == 10s);
    CHECK(age({{"Date", "yesterday"}}) == 0s);
    CHECK(age({{"Date", "Sat, 01 Jan 0000 00:00:00 GMT"}}) == 2147483648s);
}

TEST_CASE("Expires counts from Date, or from now without a valid one")
{
    CHECK_FALSE(by_expires({}));
    CHECK(by_expires({{"Expires", at(1h)}}) == 1h);
    CHECK(by_expires({{"Expires", at(1h)}, {"Date", at(-600s)}}) == 70min);
    CHECK(by_expires({{"Expires", at(1h)}, {"Date", "x"}}) == 1h);
    CHECK(by_expires({{"Expires", at(-1h)}}) == -1h);
    CHECK(by_expires({{"Expires", at(1h)}, {"Expires", at(1h)}}) == 1h);
}

TEST_CASE("an invalid Expires, or two that differ, mean that the response has expired")
{
    for (const std::string value : {"0", "-1", "", "never", "Thu, 01 Jan 2099"})
        CHECK(by_expires({{"Expires", value}}) == 0s);
    CHECK(by_expires({{"Expires", at(1h)}, {"Expires", at(2h)}}) == 0s);
    CHECK(by_expires({{"Expires", at(1h)}, {"Expires", "0"}}) == 0s);
    CHECK(by_expires({{"Expires", "0"}, {"Expires", at(1h)}}) == 0s);
}

TEST_CASE("a guess is a tenth of the time since Last-Modified, and at most a day")
{
    CHECK_FALSE(guessed({}));
    CHECK_FALSE(guessed({{"Last-Modified", "x"}}));
    CHECK(guessed({{"Last-Modified", at(-10h)}}) == 1h);
    CHECK(guessed({{"Last-Modified", at(-240h)}}) == 24h);
    CHECK(guessed({{"Last-Modified", at(-9999h)}}) == longest_heuristic_lifetime);
    CHECK(guessed({{"Last-Modified", at(-10h)}, {"Date", at(-5h)}}) == 30min);
    CHECK(guessed({{"Last-Modified", at(1h)}}) < 0s);
}
