#include <aspic/entries/no_vary_search.h>

#include <doctest/doctest.h>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

namespace {

Inputs queries(std::initializer_list<const char*> names)
{
    Inputs inputs;
    for (const char* name : names)
        inputs.insert({InputKind::query, name});
    return inputs;
}

}  // namespace

TEST_CASE("the field names the parameters that were read, also absent ones")
{
    const Request request = request_for("/s?q=1&utm=x");
    CHECK(no_vary_search({}, request) == "params");
    CHECK(no_vary_search({{InputKind::header, "dnt"}, {InputKind::host, ""}}, request) == "params");
    CHECK(no_vary_search(queries({"q"}), request) == "params, except=(\"q\")");
    CHECK(no_vary_search(queries({"page"}), request) == "params, except=(\"page\")");
    CHECK(no_vary_search(queries({"q", "page"}), request) ==
          "key-order, params, except=(\"page\" \"q\")");
}

TEST_CASE("there is no field if a browser could see two queries as one that the view sees as two")
{
    CHECK_FALSE(no_vary_search({{InputKind::raw_query, ""}}, request_for("/s?q=1")));
    CHECK_FALSE(no_vary_search(queries({"q"}), request_for("/s?q=%FF")));
    CHECK_FALSE(no_vary_search(queries({"q"}), request_for("/s?q=%C3%A9")));
    CHECK(no_vary_search(queries({"q"}), request_for("/s?q=a%20b&r=%FF")));
    for (const char* name : {"", "a b", "a\"b", "caf\xc3\xa9", "a+b", "a%62"}) {
        CAPTURE(name);
        CHECK_FALSE(no_vary_search(queries({name}), request_for("/s")));
    }
}
