#include <aspic/site/json.h>

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include <aspic/site/cache_page.h>
#include <aspic/site/decorators.h>
#include <aspic/site/test_client.h>
#include <aspic/site/view.h>
#include "../support/template_directory.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Response response_of(Json json)
{
    return json;
}

}  // namespace

TEST_CASE("a Json is one text, with its members in the order of their names")
{
    const Response response =
        response_of(Json{nlohmann::json{{"b", 1}, {"a", {1, 2.5, "x"}}}, 201});
    CHECK(response.status == 201);
    CHECK(response.body == R"({"a":[1,2.5,"x"],"b":1})");
    CHECK(response.headers.get("Content-Type") == "application/json");
}

TEST_CASE("a view may set another type of JSON")
{
    Json json{nlohmann::json{}};
    json.header("Content-Type", "application/problem+json");
    CHECK(response_of(json).headers.joined("Content-Type") == "application/problem+json");
    CHECK(response_of(json).body == "null");
}

TEST_CASE("what JSON cannot say is replaced")
{
    CHECK(Json{nlohmann::json{"a\xff"
                              "b"}}
              .text() ==
          "[\"a\xef\xbf\xbd"
          "b\"]");
    CHECK(Json{nlohmann::json(std::numeric_limits<double>::quiet_NaN())}.text() == "null");
}

TEST_CASE("tags and do_not_cache of a Json and of a Response go with them")
{
    Json json{nlohmann::json(1)};
    json.tag("item", 7);
    json.do_not_cache();
    CHECK(response_of(json).tags == std::vector<std::string>{"item:7"});
    CHECK_FALSE(response_of(json).may_be_cached);
}

TEST_CASE("a cached Json is purged by its tag, and by that of a Response")
{
    int made = 0;
    const support::TemplateDirectory templates{{}};
    const Site site{view<"/json">(cache_page<1h>([&](PublicRequest&) {
                        Json json{nlohmann::json{{"made", ++made}}};
                        json.tag("item", 1);
                        return json;
                    })),
                    view<"/text">(cache_page<1h>([&](PublicRequest&) {
                        Response response = text(std::to_string(++made));
                        response.tag("item", 1);
                        return response;
                    })),
                    view<"/never">(cache_page<1h>([&](PublicRequest&) {
                        Response response = text(std::to_string(++made));
                        response.do_not_cache();
                        return response;
                    }))};
    TestClient client{site, {.templates = templates.path()}};
    CHECK(client.get("/json").body == R"({"made":1})");
    CHECK(client.get("/text").body == "2");
    CHECK(client.get("/json").body == R"({"made":1})");
    CHECK(client.get("/text").body == "2");
    client.purge(by_tag(tag("item", 1)));
    CHECK(client.get("/json").body == R"({"made":3})");
    CHECK(client.get("/text").body == "4");
    CHECK(client.get("/never").body == "5");
    CHECK(client.get("/never").body == "6");
}

TEST_CASE("invalid names each error of a body by its pointer, and no value")
{
    JsonForm form{nlohmann::json{{"price", 0}, {"a b/~", {{"secret", "x"}}}}};
    form.field<int>("price", at_least(1));
    JsonForm inner = form.object("a b/~");
    inner.field<int>("secret");
    const Response response = response_of(invalid(form));
    CHECK(response.status == 422);
    CHECK(response.headers.get("Content-Type") == "application/problem+json");
    const auto problem = nlohmann::json::parse(response.body);
    CHECK(problem["type"] == "about:blank");
    CHECK(problem["title"] == reason_phrase(422));
    CHECK(problem["status"] == 422);
    CHECK(problem["detail"] == "Some fields are not right.");
    CHECK(problem["errors"] ==
          nlohmann::json::array(
              {{{"pointer", "#/price"}, {"detail", "Must be at least 1."}},
               {{"pointer", "#/a%20b~1~0/secret"}, {"detail", "Must be a whole number."}}}));
    const JsonForm list{nlohmann::json::array()};
    CHECK(nlohmann::json::parse(response_of(invalid(list, "No.")).body)["errors"] ==
          nlohmann::json::array({{{"pointer", "#"}, {"detail", "Must be an object."}}}));
}

TEST_CASE("a view reads a JSON body by JsonForm, and its errors are a 422")
{
    const Site site{view<"/items">(allow<Method::post>([](Request& request) -> Result {
        JsonForm item{request};
        const auto price = item.field<int>("price", at_least(1));
        if (!item.ok()) return invalid(item);
        return text(std::to_string(price));
    }))};
    const support::TemplateDirectory templates{{}};
    TestClient client{site, {.templates = templates.path()}};
    const auto post = [&](std::string_view type, const std::string& body) {
        Headers fields;
        fields.set("Content-Type", type);
        fields.set("Sec-Fetch-Site", "same-origin");
        return client.send(Method::post, "/items", fields, body);
    };
    CHECK(post("application/json", R"({"price":3})").body == "3");
    CHECK(post("application/json", R"({"price":0})").status == 422);
    CHECK(post("application/json", R"({"price":)").status == 400);
    CHECK(post("text/plain", R"({"price":3})").status == 415);
}
