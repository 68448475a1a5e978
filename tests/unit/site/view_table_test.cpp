#include <aspic/site/view_table.h>

#include <doctest/doctest.h>

#include <aspic/site/decorators.h>
#include <aspic/site/view.h>
#include "../support/message_of.h"

using namespace aspic;
using support::message_of;

namespace {

Response answer(Request& /*request*/)
{
    return text("x");
}

Page page(PublicRequest& /*request*/)
{
    return Page{"x.tpl"};
}

Fragment fragment(Request& /*request*/)
{
    return Fragment{"x.tpl"};
}

std::string conflict(const std::vector<Route>& routes)
{
    return message_of<RouteConflict>([&] { const ViewTable table{routes}; });
}

}  // namespace

TEST_CASE("a route is found with its number and captures")
{
    const ViewTable table{
        {view<"/">(answer), view<"/a/<x>">([](Request&, std::string_view) { return text("a"); })}};
    const std::vector<std::string_view> segments{"a", "b"};
    const auto found = table.find(segments);
    REQUIRE(found);
    CHECK(found->route_for(Method::get) == 1);
    CHECK(found->numbers.size() == 1);
    CHECK(found->table == &table);
    CHECK(found->captures[0] == "b");
    CHECK_FALSE(table.find(std::vector<std::string_view>{"b"}));
}

TEST_CASE("two routes for the same URLs are refused with their names")
{
    CHECK(conflict({view<"/a">(answer), view<"/a">(answer)}) ==
          "the route \"/a\" exists twice for the same method: remove one of them");
    CHECK(conflict({view<"/a/<x>">([](Request&, std::string_view) { return text("x"); }),
                    view<"/a/<y>">(allow<Method::post>(
                        [](Request&, std::string_view) { return text("y"); }))}) ==
          "the route \"/a/<y>\" matches the same URLs as \"/a/<x>\": remove one of them");
}

TEST_CASE("routes with one pattern share it by their methods")
{
    const ViewTable table{{view<"/b">(answer), view<"/a">(cache_page<std::chrono::hours{1}>(page)),
                           view<"/a">(allow<Method::post>(answer)),
                           view<"/a">(allow<Method::put, Method::delete_>(answer))}};
    const auto found = table.find(std::vector<std::string_view>{"a"});
    REQUIRE(found);
    CHECK(found->route_for(Method::get) == 1);
    CHECK(found->route_for(Method::head) == 1);
    CHECK(found->route_for(Method::post) == 2);
    CHECK(found->route_for(Method::put) == 3);
    CHECK(found->route_for(Method::delete_) == 3);
    CHECK_FALSE(found->route_for(Method::patch));
    CHECK(found->methods().allow_field() == "GET, HEAD, POST, PUT, DELETE");
    CHECK(found->has_cached_route());
    CHECK_FALSE(table.find(std::vector<std::string_view>{"b"})->has_cached_route());
}

TEST_CASE("routes with one pattern and a common method are refused in any order")
{
    const std::string sentence =
        "the route \"/a\" exists twice for the same method: remove one of them";
    const auto getting = view<"/a">(answer);
    const auto posting = view<"/a">(allow<Method::post>(answer));
    const auto both = view<"/a">(allow<Method::get, Method::post>(answer));
    CHECK(conflict({getting, posting, both}) == sentence);
    CHECK(conflict({both, view<"/b">(answer), posting}) == sentence);
}

TEST_CASE("a fragment is found among the routes of its path")
{
    const ViewTable table{{view<"/_a">(fragment), view<"/b">(answer)}};
    Captures captures;
    CHECK(table.find_fragment(std::vector<std::string_view>{"_a"}, captures) == &table.routes()[0]);
    CHECK(table.find_fragment(std::vector<std::string_view>{"b"}, captures) == nullptr);
    CHECK(table.find_fragment(std::vector<std::string_view>{"c"}, captures) == nullptr);
}

TEST_CASE("a site cannot take the paths that the library answers itself")
{
    CHECK(conflict({view<"/_live">(fragment)}) ==
          "the route \"/_live\" is reserved: the library uses it for all fragments");
    CHECK(conflict({view<"/_xray">(fragment)}) ==
          "the route \"/_xray\" is reserved: the library uses it to admit developers");
    CHECK(conflict({view<"/_xray/<x>">([](Request&, std::string_view) {
              return Fragment{"x"};
          })}) == "the route \"/_xray/<x>\" is reserved: the library uses it to admit developers");
    CHECK_NOTHROW(ViewTable{{view<"/_xrays">(fragment), view<"/x/_xray">(answer)}});
}

TEST_CASE("a path that the front end serves never reaches a view")
{
    const std::string sentence =
        " can never be reached: the front end serves all paths below /static/";
    CHECK(conflict({view<"/static/site.css">(answer)}) ==
          "the route \"/static/site.css\"" + sentence);
    CHECK(conflict({view<"/static">(answer)}) == "the route \"/static\"" + sentence);
    CHECK_NOTHROW(ViewTable{{view<"/statics">(answer), view<"/_live_notes">(fragment)}});
}
