#include <aspic/site/dictionary_door.h>

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "../support/request_for.h"

using namespace aspic;

namespace {

std::string use_below(const std::string& mount)
{
    const DictionaryDoor door{std::make_shared<const CompressionDictionary>("abc"), mount};
    const Response response = door.answer(support::request_for(door.path()));
    return std::string{response.headers.get("Use-As-Dictionary").value_or("")};
}

}  // namespace

TEST_CASE("a dictionary is for the pages below the mount prefix, and only for documents")
{
    CHECK(use_below("") == R"(match="/*", match-dest=("document"))");
    CHECK(use_below("/docs") == R"(match="/docs/*", match-dest=("document"))");
}

TEST_CASE("characters that have a meaning in a pattern are meant as they are")
{
    CHECK(use_below("/a+b") == R"(match="/a\\+b/*", match-dest=("document"))");
    CHECK(use_below("/v:x(1)") == R"(match="/v\\:x\\(1\\)/*", match-dest=("document"))");
}
