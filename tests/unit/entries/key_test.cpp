#include <aspic/entries/key.h>

#include <doctest/doctest.h>

#include <map>
#include <tuple>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

namespace {

using Texts = std::vector<std::string_view>;

std::string key_of(std::string_view target, const Inputs& inputs = {}, const Texts& captures = {},
                   std::string_view route = "/")
{
    return cache_key(route, captures, inputs, request_for(target));
}

const Inputs reads_q{{InputKind::query, "q"}};

}  // namespace

TEST_CASE("the key contains the route, the captures and what was read, each with its length")
{
    CHECK(key_of("/man/1/ls?q=a+b&utm=x", {{InputKind::query, "page"}, {InputKind::query, "q"}},
                 {"1", "ls"},
                 "/man/<s>/<n>") == "12:/man/<s>/<n>,1:1,2:ls,?10:query page,-?7:query q,3:a b,");
}

TEST_CASE("a key contains its route")
{
    CHECK(key_route(key_of("/man/1/ls", {}, {"1", "ls"}, "/man/<s>/<n>")) == "/man/<s>/<n>");
    CHECK(key_route(key_of("/")) == "/");
    for (const std::string_view text : {"", "7", "x:/", "9:/man", ":", "18446744073709551615:/"})
        CHECK(key_route(text).empty());
}

TEST_CASE("inputs that were not read are not in the key")
{
    CHECK(key_of("/?utm_x=1") == key_of("/?utm_x=2"));
    CHECK(key_of("/?q=1&utm_x=1", reads_q) == key_of("/?utm_x=2&q=1", reads_q));
    CHECK(key_of("/?q=1&q=2", reads_q) == key_of("/?q=1", reads_q));
}

TEST_CASE("absent and empty are different keys")
{
    CHECK(key_of("/", reads_q) != key_of("/?q=", reads_q));
    CHECK(key_of("/?q", reads_q) == key_of("/?q=", reads_q));
    CHECK(key_of("/", reads_q) != key_of("/?q=-", reads_q));
}

TEST_CASE("no text can be split differently to give the key of another request")
{
    const Texts pieces{"", "a", "1:", "a,", "1:a,", "-", "?", "?7:query q,1:a,", ",1:a", "%00"};
    const Inputs inputs{{InputKind::query, "q"}, {InputKind::query, "r"}};
    using Asked = std::tuple<std::string_view, std::string_view, std::string, std::string>;
    std::map<std::string, Asked> seen;
    for (const auto first : pieces) {
        for (const auto second : pieces) {
            for (const auto q : pieces) {
                for (const auto r : pieces) {
                    const Parameters query{{"q", std::string{q}}, {"r", std::string{r}}};
                    const std::string target = "/?" + query.encoded();
                    const Asked asked{first, second, std::string{q}, std::string{r}};
                    const auto [found, is_new] =
                        seen.emplace(key_of(target, inputs, {first, second}, "/<a>/<b>"), asked);
                    REQUIRE((is_new || found->second == asked));
                }
            }
        }
    }
    CHECK(seen.size() == pieces.size() * pieces.size() * pieces.size() * pieces.size());
}

TEST_CASE("a query parameter and a header with one name are different inputs")
{
    const Request request = request_for("/?x=1", {{"X", "1"}});
    CHECK(cache_key("/", {}, {{InputKind::query, "x"}}, request) !=
          cache_key("/", {}, {{InputKind::header, "x"}}, request));
}

TEST_CASE("the name of a key shows the path, and has a limited length")
{
    CHECK(key_name("/man/1/ls", "key").starts_with("/man/1/ls:"));
    CHECK(key_name("/man/1/ls", "key").size() == std::string_view{"/man/1/ls:"}.size() + 16);
    CHECK(key_name("/", "a") != key_name("/", "b"));
    CHECK(key_name(std::string(5000, 'x'), "a").size() == 217);
}

TEST_CASE("the inputs of a key can be read back")
{
    const Inputs inputs{{InputKind::query, "q"},
                        {InputKind::query, "a:1,?b"},
                        {InputKind::host, ""},
                        {InputKind::vary, "accept"},
                        {InputKind::raw_query, ""}};
    CHECK(key_inputs_of(key_of("/a?q=1:2,3?4", inputs, {"x", "?7:query q,"}, "/<a>/<b>")) ==
          inputs);
    CHECK(key_inputs_of(key_of("/")).empty());
    for (const std::string text : {"", "x", "3:ab,", "1:/,?7:query q", "1:/,?7:query q,9:x,"}) {
        CAPTURE(text);
        CHECK(key_inputs_of(text).empty());
    }
}
