#include <aspic/http/body.h>

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "../support/stored_body.h"

using namespace aspic;

TEST_CASE("a body in memory and one in a file are read in the same way")
{
    for (const Body& body : {Body{std::string{"0123456789"}}, support::stored_body("0123456789")}) {
        CHECK(body.size() == 10);
        CHECK(body.bytes() == "0123456789");
        std::array<char, 4> piece{};
        CHECK(body.read(8, piece) == 2);
        CHECK(std::string{piece.data(), 2} == "89");
        CHECK(body.read(10, piece) == 0);
        CHECK(body.read(2, piece) == 4);
        const Body copy = body;
        CHECK(copy.bytes().data() == body.bytes().data());
    }
    CHECK(Body{}.bytes().empty());
    CHECK(Body{}.empty());
}

TEST_CASE("a body that is cut off on disk is an error")
{
    FileDescriptor file{::memfd_create("body", MFD_CLOEXEC)};
    REQUIRE(write_all(file, "short"));
    const Body body{std::move(file), 10};
    std::array<char, 10> all{};
    CHECK_THROWS_AS(body.read(0, all), std::system_error);
}
