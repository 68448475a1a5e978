#include <aspic/entries/inputs.h>

#include <doctest/doctest.h>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

TEST_CASE("an input has the value from the request, and absent differs from empty")
{
    const Request request =
        request_for("/?q=a+b&empty=&q=c", {{"ACCEPT_LANGUAGE", "de"}, {"X", ""}});
    CHECK(read_input(request, {InputKind::query, "q"}) == "a b");
    CHECK(read_input(request, {InputKind::query, "empty"}) == "");
    CHECK_FALSE(read_input(request, {InputKind::query, "other"}));
    CHECK(read_input(request, {InputKind::header, "accept-language"}) == "de");
    CHECK(read_input(request, {InputKind::header, "x"}) == "");
    CHECK_FALSE(read_input(request, {InputKind::header, "y"}));
    CHECK(read_input(request, {InputKind::host, ""}) == "example.org");
    CHECK(read_input(request, {InputKind::scheme, ""}) == "http");
    CHECK(read_input(request, {InputKind::raw_query, ""}) == "q=a+b&empty=&q=c");
    CHECK(read_input(request_for("/"), {InputKind::raw_query, ""}) == "");
}

TEST_CASE("a field that Vary names is compared as a list, by its members")
{
    const auto value = [](std::string_view name, std::vector<RequestSource::Field> fields) {
        return vary_value(request_for("/", std::move(fields)), name);
    };
    CHECK(value("foo", {{"Foo", " 1,2"}}) == "1, 2");
    CHECK(value("foo", {{"Foo", "1 ,\t2 "}}) == "1, 2");
    CHECK(value("foo", {{"FOO", "1"}, {"Foo", "2"}}) == "1, 2");
    CHECK(value("foo", {{"Foo", "1,,2"}}) != value("foo", {{"Foo", "1,2"}}));
    CHECK(value("foo", {{"Foo", "a"}}) != value("foo", {{"Foo", "A"}}));
    CHECK(value("accept-language", {{"Accept-Language", "eN , ,De,"}}) == "en, de");
    CHECK(value("accept", {{"Accept", "text/A"}}) != value("accept", {{"Accept", "text/a"}}));
    CHECK(value("foo", {{"Foo", ""}}) == "");
    for (const auto& [one, other] : std::vector<std::pair<const char*, const char*>>{
             {"A (x , y)", "A (x,y)"}, {"\"a , b\"", "\"a,b\""}, {",\"a\"", "\"a\""}}) {
        CAPTURE(one);
        CHECK(value("foo", {{"Foo", one}}) != value("foo", {{"Foo", other}}));
    }
    CHECK_FALSE(value("foo", {{"Bar", "1"}}));
}

TEST_CASE("the text of an input can be read back")
{
    for (const Input& input :
         {Input{InputKind::query, "q"}, Input{InputKind::query, "two words"},
          Input{InputKind::query, ""}, Input{InputKind::header, "accept-language"},
          Input{InputKind::host, ""}, Input{InputKind::scheme, ""},
          Input{InputKind::raw_query, ""}}) {
        CAPTURE(to_text(input));
        CHECK(parse_input(to_text(input)) == input);
    }
    CHECK(to_text({InputKind::query, "q"}) == "query q");
    CHECK(to_text({InputKind::host, ""}) == "host");
    for (const std::string text : {"", " q", "cookie q", "Query q", "queryq", "hostx"})
        CHECK_FALSE(parse_input(text));
}

TEST_CASE("the text of a set of inputs can be read back")
{
    const Inputs all{{InputKind::query, "q"},    {InputKind::query, "a, b"},
                     {InputKind::query, ""},     {InputKind::header, "dnt"},
                     {InputKind::host, ""},      {InputKind::scheme, ""},
                     {InputKind::raw_query, ""}, {InputKind::vary, "accept"}};
    CHECK(parse_inputs(to_text(all)) == all);
    CHECK(parse_inputs(to_text(Inputs{})) == Inputs{});
    CHECK(to_text(Inputs{}) == "nothing");
    CHECK(to_text(Inputs{{InputKind::query, "q"}, {InputKind::header, "dnt"}}) ==
          "query q, header dnt");
    for (const std::string text :
         {"", ",", "nothing, query q", "cookie x", "query %", "header cookie", "vary cookie",
          "query q, header authorization"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_inputs(text));
    }
}
