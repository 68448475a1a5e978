#include <aspic/http/json_body.h>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include <aspic/http/errors.h>
#include "../support/message_of.h"

using namespace aspic;
using support::contains;

namespace {

std::string problem(const std::string& text)
{
    return support::message_of<BadRequest>([&] { parse_json(text, {}); });
}

}  // namespace

TEST_CASE("JSON is read, and the last of two equal names counts")
{
    const auto read = parse_json(R"( {"a": [1, 2.5, null, "\u00e9"], "b": 1, "b": 2} )", {});
    CHECK(read["a"][3] == "\xc3\xa9");
    CHECK(read["b"] == 2);
}

TEST_CASE("what is not JSON is refused, and the error says where")
{
    CHECK(contains(problem(""), "at byte 1"));
    CHECK(contains(problem("{\"a\": 1,}"), "at byte 9"));
    CHECK(contains(problem("[1] x"), "at byte 5"));
    CHECK(contains(problem("\"\xff\""), "not JSON"));
    CHECK(contains(problem("NaN"), "not JSON"));
    CHECK(contains(problem("1e999"), "too large"));
}

TEST_CASE("JSON has bounds of depth and size")
{
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(parse_json(nested(64), {}).is_array());
    CHECK(contains(problem(nested(65)), "more than 64 levels"));
    CHECK(contains(problem(nested(1'000'000)), "more than 64 levels"));
    CHECK_THROWS_AS(parse_json("[1, 2]", {.most_bytes = 5}), PayloadTooLarge);
}

TEST_CASE("types of JSON are recognised")
{
    CHECK(is_json_type("application/json"));
    CHECK(is_json_type("application/ld+json"));
    CHECK_FALSE(is_json_type("text/plain"));
    CHECK_FALSE(is_json_type("text/x+json"));
    CHECK_FALSE(is_json_type(""));
}
