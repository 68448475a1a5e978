#include <aspic/http/parameters.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::string_view_literals;

namespace {

Parameters parsed(std::string_view text)
{
    return Parameters::parse(text, 100).value();
}

}  // namespace

TEST_CASE("names and values are decoded, and a plus is a space")
{
    const auto parameters = parsed("q=two+words&%71x=%C3%A9%2B");
    CHECK(parameters.first("q") == "two words");
    CHECK(parameters.first("qx") == "\xc3\xa9+");
    CHECK_FALSE(parameters.first("Q"));
}

TEST_CASE("of duplicate parameters the first one counts, and all are available")
{
    const auto parameters = parsed("a=1&b=2&a=3");
    CHECK(parameters.first("a") == "1");
    CHECK(parameters.all("a") == std::vector{"1"sv, "3"sv});
    CHECK(parameters.all("c").empty());
}

TEST_CASE("a semicolon does not separate parameters")
{
    const auto parameters = parsed("a=1;b=2");
    CHECK(parameters.size() == 1);
    CHECK(parameters.first("a") == "1;b=2");
}

TEST_CASE("empty parts of a query are not parameters, but empty names and values are")
{
    CHECK(parsed("").empty());
    CHECK(parsed("&&&").empty());
    CHECK(parsed("a").first("a") == "");
    CHECK(parsed("a=").first("a") == "");
    CHECK(parsed("=b").first("") == "b");
    CHECK(parsed("a==b").first("a") == "=b");
}

TEST_CASE("a malformed percent sequence is kept as it is")
{
    CHECK(parsed("a=100%").first("a") == "100%");
    CHECK(parsed("a=%4").first("a") == "%4");
    CHECK(parsed("a=%zz%41").first("a") == "%zzA");
    CHECK(parsed("a=%%41").first("a") == "%A");
}

TEST_CASE("control characters and NUL are ordinary bytes in a value")
{
    CHECK(parsed("a=%00%0D%0A").first("a") == "\0\r\n"sv);
}

TEST_CASE("too many parameters give nothing, and the allowed number is accepted")
{
    CHECK(Parameters::parse("a&b&c", 3));
    CHECK_FALSE(Parameters::parse("a&b&c&d", 3));
    CHECK_FALSE(Parameters::parse("a", 0));
    CHECK(Parameters::parse("&&", 0));
}

TEST_CASE("encoded parameters can be read back")
{
    const Parameters parameters{{"a&b", "1=2"}, {"", ""}, {"c", "two words+;"}};
    CHECK(parameters.encoded() == "a%26b=1%3D2&=&c=two%20words%2B%3B");
    const auto again = parsed(parameters.encoded());
    CHECK(std::equal(again.begin(), again.end(), parameters.begin(), parameters.end()));
}
