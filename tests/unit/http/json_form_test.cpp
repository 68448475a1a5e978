#include <aspic/http/json_form.h>

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <aspic/http/errors.h>

using namespace aspic;

namespace {

JsonForm form_of(const std::string& text)
{
    return JsonForm{nlohmann::json::parse(text)};
}

template <class T>
std::string error_of(const std::string& value)
{
    JsonForm form = form_of("{\"x\":" + value + "}");
    form.field<T>("x");
    return std::string{form.error("x")};
}

std::vector<std::string> paths_of(const JsonForm& form)
{
    std::vector<std::string> paths;
    for (const JsonForm::Error& one : form.errors())
        paths.push_back(one.path);
    return paths;
}

}  // namespace

TEST_CASE("members are read with their types, and checked")
{
    JsonForm form = form_of(R"({"name":"Ana","price":3,"ratio":0.5,"sold":true,"wide":3e2})");
    CHECK(form.field<std::string>("name", length_at_most(3)) == "Ana");
    CHECK(form.field<int>("price", at_least(1)) == 3);
    CHECK(form.field<double>("ratio") == 0.5);
    CHECK(form.field<bool>("sold"));
    CHECK(form.field<unsigned char>("price") == 3);
    CHECK(form.field<int>("wide") == 300);
    CHECK_FALSE(form.optional_field<int>("stock"));
    CHECK(form.ok());
    CHECK(form.field<int>("price", at_least(5)) == 0);
    CHECK(form.error("price") == "Must be at least 5.");
    CHECK_FALSE(form.ok());
}

TEST_CASE("no type is changed into another")
{
    CHECK(error_of<int>("\"3\"") == "Must be a whole number.");
    CHECK(error_of<int>("3.5") == "Must be a whole number.");
    CHECK(error_of<int>("true") == "Must be a whole number.");
    CHECK(error_of<int>("[1]") == "Must be a whole number.");
    CHECK(error_of<double>("\"1\"") == "Must be a number.");
    CHECK(error_of<std::string>("3") == "Must be a text.");
    CHECK(error_of<bool>("1") == "Must be true or false.");
    CHECK(error_of<bool>("false").empty());
    CHECK(error_of<std::string>("\"a\\u0000b\"") ==
          "This text has characters that are not allowed.");
}

TEST_CASE("a number that the type cannot hold is an error")
{
    CHECK(error_of<signed char>("128") == "This number is too large.");
    CHECK(error_of<signed char>("-129") == "This number is too small.");
    CHECK(error_of<unsigned>("-1") == "This number is too small.");
    CHECK(error_of<unsigned>("-1.0") == "This number is too small.");
    CHECK(error_of<long long>("9223372036854775808") == "This number is too large.");
    CHECK(error_of<long long>("1e300") == "This number is too large.");
    CHECK(error_of<long long>("-1e300") == "This number is too small.");
    CHECK(error_of<unsigned long long>("1e19") == "This number is too large.");
    JsonForm form = form_of(R"({"least":-9223372036854775808,"most":18446744073709551615})");
    CHECK(form.field<long long>("least") == std::numeric_limits<long long>::min());
    CHECK(form.field<unsigned long long>("most") == std::numeric_limits<unsigned long long>::max());
    CHECK(form.ok());
}

TEST_CASE("a member that is missing, null or blank is required, or not there")
{
    JsonForm form = form_of(R"({"null":null,"empty":"","blank":" \t"})");
    for (const auto* name : {"missing", "null", "empty", "blank"}) {
        CAPTURE(name);
        CHECK_FALSE(form.optional_field<std::string>(name));
        CHECK_FALSE(form.has(name));
        CHECK(form.ok() == (std::string_view{name} == "missing"));
        CHECK(form.field<std::string>(name).empty());
        CHECK(form.error(name) == "This field is required.");
    }
}

TEST_CASE("errors of inner objects and lists belong to the form, with their paths")
{
    JsonForm form = form_of(R"({"maker":{"name":"","a/b~":"x"},"tags":["a","toolong",7],
                               "rows":[{"n":1},{"n":0},2],"many":[1,2,3],"none":1})");
    JsonForm maker = form.object("maker");
    maker.field<std::string>("name");
    maker.field<int>("a/b~");
    CHECK(form.list<std::string>("tags", 3, length_at_most(5)) ==
          std::vector<std::string>{"a", "", ""});
    for (JsonForm& row : form.objects("rows", 10))
        row.field<int>("n", at_least(1));
    CHECK(form.list<int>("many", 2).empty());
    CHECK(form.list<int>("absent", 2).empty());
    form.list<int>("none", 2);
    form.object("away").field<int>("n");
    CHECK(paths_of(form) == std::vector<std::string>{"/maker/name", "/maker/a~1b~0", "/tags/1",
                                                     "/tags/2", "/rows/2", "/rows/1/n", "/many",
                                                     "/none", "/away"});
    CHECK(form.error("many") == "Must have at most 2 elements.");
    CHECK(form.error("none") == "Must be a list.");
    CHECK(maker.error("name") == "This field is required.");
    CHECK_FALSE(maker.ok());
}

TEST_CASE("an error has the value that was sent, and only the first one of a field is kept")
{
    JsonForm form = form_of(R"({"name":"Ana","rows":[1]})");
    form.add_error("name", "There is one already.");
    form.add_error("name", "Another one.");
    form.add_error("rows", "Not these.");
    form.add_error("gone", "Where is it?");
    REQUIRE(form.errors().size() == 3);
    CHECK(form.errors()[0].value == "\"Ana\"");
    CHECK(form.errors()[0].error == "There is one already.");
    CHECK(form.errors()[1].value.empty());
    CHECK(form.errors()[2].value.empty());
}

TEST_CASE("a body that is not an object is an error at its root")
{
    JsonForm form = form_of("[1]");
    CHECK(form.field<int>("x") == 0);
    CHECK(paths_of(form) == std::vector<std::string>{""});
}
