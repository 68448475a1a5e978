#include <aspic/http/uploaded_file.h>

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <string>
#include <system_error>

#include "../support/message_of.h"
#include "../support/stored_body.h"
#include "../support/temporary_directory.h"

using namespace aspic;

namespace {

UploadedFile in(const Body& body)
{
    return {"cover", "a.png", "image/png", {body, 3, 4}};
}

}  // namespace

TEST_CASE("an uploaded file is its part of the body, and no byte more")
{
    for (const Body& body : {Body{std::string{"---file---"}}, support::stored_body("---file---")}) {
        const UploadedFile file = in(body);
        CHECK(file.bytes() == "file");
        std::array<char, 10> all{};
        CHECK(file.read(0, all) == 4);
        CHECK(std::string{all.data(), 4} == "file");
        CHECK(file.read(3, all) == 1);
        CHECK(file.read(4, all) == 0);
    }
}

TEST_CASE("an uploaded file is saved in one step, and leaves nothing if that fails")
{
    const support::TemporaryDirectory directory;
    const UploadedFile file = in(support::stored_body("---file---"));
    file.save(directory / "saved");
    file.save(directory / "saved");  // again
    CHECK(support::contents(directory / "saved") == "file");

    std::filesystem::create_directory(directory / "taken");
    CHECK(support::contains(
        support::message_of<std::system_error>([&] { file.save(directory / "taken"); }), "taken"));
    CHECK_THROWS_AS(file.save(directory / "absent" / "a"), std::system_error);
    std::size_t names = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator{directory / "."})
        ++names;
    CHECK(names == 2);
}
