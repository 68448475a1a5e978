#include <aspic/base/checksum.h>

#include <doctest/doctest.h>

#include <fstream>

#include "../support/temporary_directory.h"

using namespace aspic;

TEST_CASE("the checksum of a file is that of its text")
{
    const support::TemporaryDirectory scratch;
    const std::string file = scratch / "file";
    for (const std::string& text : {std::string{}, std::string{"a"}, std::string(100'000, 'b')}) {
        std::ofstream{file} << text;
        CHECK(checksum_of_file(file.c_str()) == checksum(text));
    }
}

TEST_CASE("what is no file has no checksum")
{
    const support::TemporaryDirectory scratch;
    CHECK_FALSE(checksum_of_file((scratch / "missing").c_str()));
    CHECK_FALSE(checksum_of_file(scratch.path().c_str()));
}
