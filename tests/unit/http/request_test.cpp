#include <aspic/http/request.h>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <aspic/http/errors.h>

using namespace aspic;
using namespace std::string_view_literals;

namespace {

Request request_for(std::string_view target, std::vector<RequestSource::Field> fields = {},
                    std::string body = {}, std::size_t most_parameters = 1000)
{
    RequestSource source;
    source.target = target;
    source.host = "example.org";
    source.fields = std::move(fields);
    source.body = std::move(body);
    return Request{std::move(source), Target::parse(target).value(), most_parameters};
}

constexpr RequestSource::Field form_type{"CONTENT_TYPE",
                                         "Application/X-WWW-Form-Urlencoded ; charset=UTF-8"};

}  // namespace

TEST_CASE("a request gives its path, query, fields and cookies")
{
    const auto request = request_for("/man/1/ls?q=a+b&q=c",
                                     {{"ACCEPT_LANGUAGE", "de"}, {"COOKIE", "live=x; session=y"}});
    CHECK(request.path() == "/man/1/ls");
    CHECK(request.page() == "/man/1/ls");
    CHECK(request.raw_query() == "q=a+b&q=c");
    CHECK(request.query("q") == "a b");
    CHECK(request.query_all("q") == std::vector{"a b"sv, "c"sv});
    CHECK_FALSE(request.query("Q"));
    CHECK(request.header("Accept-Language") == "de");
    CHECK(request.header("accept_language") == "de");
    CHECK_FALSE(request.header("Accept"));
    CHECK(request.cookie("session") == "y");
    CHECK_FALSE(request.cookie("other"));
}

TEST_CASE("a cookie that another site set before ours is ignored")
{
    const auto request = request_for(
        "/", {{"COOKIE", "id=.flask.x; id=ours-1; id=ours-2"}, {"COOKIE", "id=z; other=1"}});
    const auto starts_with = [](std::string_view start) {
        return [start](std::string_view value) { return value.starts_with(start); };
    };
    CHECK(request.cookie("id") == ".flask.x");
    CHECK(request.cookie("id", starts_with("ours")) == "ours-1");
    CHECK(request.cookie("id", starts_with("z")) == "z");
    CHECK(request.cookie("other") == "1");
    CHECK_FALSE(request.cookie("id", starts_with("none")));
}

TEST_CASE("all fields of a name are returned, whatever the case of the name")
{
    const auto request = request_for(
        "/", {{"SEC_FETCH_SITE", "none"}, {"A", "1"}, {"Sec-Fetch-Site", "cross-site"}});
    CHECK(request.header("Sec-Fetch-Site") == "none");
    CHECK(request.header_all("Sec-Fetch-Site") == std::vector{"none"sv, "cross-site"sv});
    CHECK(request.header_all("B").empty());
}

TEST_CASE("too many parameters are a bad request, in a query and in a form")
{
    const auto request = request_for("/?a&b&c", {form_type}, "a&b&c", 2);
    CHECK_THROWS_AS(request.query("a"), BadRequest);
    CHECK_THROWS_AS(request.query_all("a"), BadRequest);
    CHECK_THROWS_WITH_AS(request.form(), "The form has more than 2 parameters.", BadRequest);
}

TEST_CASE("a form is read from a body of its type, whatever the type's case and parameters")
{
    const auto request = request_for("/?name=query", {form_type}, "name=ana&pass=%00%26");
    CHECK(request.form().first("name") == "ana");
    CHECK(request.form().first("pass") == "\0&"sv);
    CHECK(&request.form() == &request.form());
}

TEST_CASE("a body of another type is not a form, and no body is an empty form")
{
    for (const auto type : {"text/plain"sv, "application/json"sv, ""sv, "multipart/mixed"sv,
                            "application/x-www-form-urlencodedx"sv}) {
        CAPTURE(type);
        CHECK_THROWS_AS(request_for("/", {{"Content-Type", type}}, "a=1").form(),
                        UnsupportedMediaType);
    }
    CHECK_THROWS_AS(request_for("/", {}, "a=1").form(), UnsupportedMediaType);
    CHECK_THROWS_AS(request_for("/", {form_type, {"Content-Type", "text/plain"}}, "a=1").form(),
                    UnsupportedMediaType);
    CHECK(request_for("/").form().empty());
}

TEST_CASE("a form must be in UTF-8")
{
    constexpr auto latin = "application/x-www-form-urlencoded; charset=latin1";
    CHECK_THROWS_AS(request_for("/", {{"Content-Type", latin}}, "a=1").form(),
                    UnsupportedMediaType);
}

TEST_CASE("a form with files has both its texts and its files")
{
    const auto request = request_for("/", {{"CONTENT_TYPE", "multipart/form-data; boundary=b"}},
                                     "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
                                     "--b\r\nContent-Disposition: form-data; name=cover; "
                                     "filename=c.png\r\n\r\nxyz\r\n--b--");
    CHECK(request.form().first("a") == "1");
    REQUIRE(request.files().size() == 1);
    REQUIRE(request.file("cover") != nullptr);
    CHECK(request.file("cover")->bytes() == "xyz");
    CHECK(request.file("a") == nullptr);
    CHECK(request_for("/", {form_type}, "a=1").files().empty());
    CHECK_THROWS_AS(request_for("/", {{"CONTENT_TYPE", "multipart/form-data"}}, "x").form(),
                    BadRequest);
}

TEST_CASE("a body is read as JSON if that is its type")
{
    const auto request = request_for("/", {{"CONTENT_TYPE", "application/json"}}, R"({"a": 1})");
    CHECK(request.json()["a"] == 1);
    CHECK(&request.json() == &request.json());
    CHECK_THROWS_AS(request_for("/", {{"CONTENT_TYPE", "text/plain"}}, "1").json(),
                    UnsupportedMediaType);
    CHECK_THROWS_AS(request_for("/", {}, "1").json(), UnsupportedMediaType);
    CHECK_THROWS_AS(request_for("/", {{"CONTENT_TYPE", "application/json"}}, "").json(),
                    BadRequest);
}

TEST_CASE("a request whose visitor is hidden has no cookies")
{
    auto request = request_for("/", {{"COOKIE", "a=1"}, {"ACCEPT", "*/*"}, {"Cookie", "b=2"}});
    CHECK_FALSE(request.is_visitor_hidden());
    request.hide_visitor();
    CHECK(request.is_visitor_hidden());
    CHECK_FALSE(request.cookie("a"));
    CHECK_FALSE(request.header("Cookie"));
    CHECK(request.header("Accept") == "*/*");
}

TEST_CASE("a session is opened once, when it is first used")
{
    auto request = request_for("/");
    int opened = 0;
    const Request::OpenSession open = [&opened](const Request&) {
        ++opened;
        return Session::restore("7", "Ana", {});
    };
    request.open_session_by(open);
    CHECK_FALSE(request.opened_session());
    CHECK(opened == 0);
    CHECK(request.session().user() == "7");
    request.session().set("a", "1");
    CHECK(opened == 1);
    REQUIRE(request.opened_session());
    CHECK(request.opened_session()->must_be_stored());
}

TEST_CASE("without a function to open one, the session is a guest's")
{
    auto request = request_for("/");
    CHECK_FALSE(request.session().signed_in());
}

TEST_CASE("a fragment's request has the same visitor, without query, form or body")
{
    auto page = request_for("/man/1/ls?q=1", {form_type, {"COOKIE", "a=1"}}, "a=1");
    page.session().sign_in("7", "Ana");
    auto fragment =
        page.for_fragment(Target::parse("/_navigation?x=1").value(), std::string{"/man/1/ls"});
    CHECK(fragment.method() == Method::get);
    CHECK(fragment.path() == "/_navigation");
    CHECK(fragment.page() == "/man/1/ls");
    CHECK(fragment.raw_query().empty());
    CHECK_FALSE(fragment.query("q"));
    CHECK(fragment.body().empty());
    CHECK(fragment.form().empty());
    CHECK(fragment.cookie("a") == "1");
    CHECK(fragment.host() == "example.org");
    CHECK(fragment.session().user() == "7");

    fragment.session().set("seen", "1");
    CHECK_FALSE(page.session().get("seen"));
}

TEST_CASE("a fragment opens the visitor's session if the page has not")
{
    auto page = request_for("/");
    const Request::OpenSession open = [](const Request&) {
        return Session::restore("7", "Ana", {});
    };
    page.open_session_by(open);
    auto fragment = page.for_fragment(Target::parse("/_navigation").value(), {});
    CHECK(fragment.session().user() == "7");
    CHECK(fragment.page().empty());
    CHECK_FALSE(page.opened_session());
}
