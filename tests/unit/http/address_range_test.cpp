#include <aspic/http/address_range.h>

#include <doctest/doctest.h>

#include <string_view>

using aspic::AddressRange;

TEST_CASE("a range contains the addresses that begin with its bits")
{
    const auto ten = AddressRange::parse("10.128.0.0/9");
    REQUIRE(ten);
    CHECK(ten->contains("10.200.1.2"));
    CHECK_FALSE(ten->contains("10.127.255.255"));
    CHECK(ten->contains("::ffff:10.200.1.2"));
    CHECK_FALSE(ten->contains("unix:"));
    CHECK_FALSE(ten->contains(""));
    const auto six = AddressRange::parse("2001:db8::/33");
    REQUIRE(six);
    CHECK(six->contains("2001:db8:7fff::1"));
    CHECK_FALSE(six->contains("2001:db8:8000::1"));
    CHECK_FALSE(six->contains("10.0.0.1"));
}

TEST_CASE("a range without a number of bits is one address, and /0 is every address of its kind")
{
    CHECK(AddressRange::parse("127.0.0.1")->contains("127.0.0.1"));
    CHECK_FALSE(AddressRange::parse("127.0.0.1")->contains("127.0.0.2"));
    CHECK(AddressRange::parse("::1")->contains("::1"));
    CHECK(AddressRange::parse("0.0.0.0/0")->contains("198.51.100.7"));
    CHECK_FALSE(AddressRange::parse("0.0.0.0/0")->contains("2001:db8::1"));
    CHECK(AddressRange::parse("::/0")->contains("2001:db8::1"));
}

TEST_CASE("a list of ranges has commas between them")
{
    const auto list = AddressRange::parse_list("10.0.0.0/8, ::1");
    REQUIRE(list);
    CHECK(list->size() == 2);
    CHECK(list->at(1).contains("::1"));
    for (const char* wrong : {"", ",", "10.0.0.0/8,", ",::1", "10.0.0.0/8;::1", "proxy"})
        CHECK_FALSE(AddressRange::parse_list(wrong));
}

TEST_CASE("an address has no brackets, no port and no zone")
{
    using namespace std::string_view_literals;
    for (const char* right : {"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"})
        CHECK(AddressRange::is_address(right));
    for (const std::string_view wrong :
         {""sv, "192.0.2"sv, "192.0.2.1:80"sv, "[::1]"sv, "fe80::1%eth0"sv, "192.0.2.1\0x"sv,
          "unknown"sv, "0xc0.0.2.1"sv, "192.0.2.01"sv, " 192.0.2.1"sv})
        CHECK_FALSE(AddressRange::is_address(wrong));
}

TEST_CASE("what is no range is refused")
{
    for (const char* wrong : {"", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1",
                              "10.0.0.0/8x", "localhost", " 10.0.0.0"})
        CHECK_FALSE(AddressRange::parse(wrong));
}
