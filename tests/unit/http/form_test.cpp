#include <aspic/http/form.h>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

using namespace aspic;
using namespace std::string_literals;

namespace {

/// A form that was sent, with its request.
class Sent {
public:
    explicit Sent(std::string body) : request_{source(std::move(body)), Target::parse("/").value()}
    {
    }
    Form form() const { return Form{request_}; }

private:
    static RequestSource source(std::string body)
    {
        RequestSource source;
        source.method = Method::post;
        source.fields = {{"CONTENT_TYPE", "application/x-www-form-urlencoded"}};
        source.body = std::move(body);
        return source;
    }
    Request request_;
};

/// The error of a field "x" that was sent with this text.
template <class T, class... Check>
std::string error_of(const std::string& text, const Check&... checks)
{
    const Sent sent{"x=" + text};
    Form form = sent.form();
    form.field<T>("x", checks...);
    CHECK(form.ok() == form.error("x").empty());
    return std::string{form.error("x")};
}

}  // namespace

TEST_CASE("fields have their types")
{
    const Sent sent{"name=Ana+B&count=+12+&price=2.5&low=-3&gift=on"};
    Form form = sent.form();
    CHECK(form.field<std::string>("name") == "Ana B");
    CHECK(form.field<int>("count") == 12);
    CHECK(form.field<double>("price") == 2.5);
    CHECK(form.field<std::int64_t>("low") == -3);
    CHECK(form.field<bool>("gift"));
    CHECK_FALSE(form.field<bool>("absent"));
    CHECK_FALSE(form.optional_field<int>("absent"));
    CHECK(form.ok());
}

TEST_CASE("a field that is wrong has an error and keeps what the visitor typed")
{
    const Sent sent{"price=+a+dollar&name="};
    Form form = sent.form();
    CHECK(form.field<int>("price") == 0);
    CHECK(form.field<std::string>("name").empty());
    CHECK_FALSE(form.ok());
    CHECK(form.error("price") == "Enter a whole number.");
    CHECK(form.value("price") == " a dollar");
    CHECK(form.error("name") == "This field is required.");
    REQUIRE(form.fields().size() == 2);
    CHECK(form.fields()[0].name == "price");
}

TEST_CASE("numbers have the bounds of their type and of the form")
{
    CHECK(error_of<int>("2147483647").empty());
    CHECK(error_of<int>("2147483648") == "This number is too large.");
    CHECK(error_of<int>("-2147483649") == "This number is too small.");
    CHECK(error_of<int>("99999999999999999999") == "This number is too large.");
    CHECK(error_of<unsigned>("-1") == "This number is too small.");
    CHECK(error_of<std::uint8_t>("256") == "This number is too large.");
    CHECK(error_of<int>("1.5") == "Enter a whole number.");
    CHECK(error_of<int>("%2B1") == "Enter a whole number.");
    CHECK(error_of<double>("inf") == "Enter a number.");
    CHECK(error_of<double>("nan") == "Enter a number.");
    CHECK(error_of<int>("0", at_least(1)) == "Must be at least 1.");
    CHECK(error_of<int>("11", at_least(1), at_most(10)) == "Must be at most 10.");
    CHECK(error_of<double>("0.1", at_least(0.5)) == "Must be at least 0.5.");
}

TEST_CASE("texts have the bounds of the form, and are UTF-8")
{
    CHECK(error_of<std::string>("%C3%A4%C3%B6", length_at_most(2)).empty());
    CHECK(error_of<std::string>("abc", length_at_most(2)) == "Must have at most 2 characters.");
    CHECK(error_of<std::string>("a", length_at_least(2)) == "Must have at least 2 characters.");
    CHECK(error_of<std::string>("red", one_of({"red", "blue"})).empty());
    CHECK_FALSE(error_of<std::string>("green", one_of({"red", "blue"})).empty());
    CHECK_FALSE(error_of<std::string>("%FF").empty());
    CHECK_FALSE(error_of<std::string>("a%00b").empty());
    CHECK(error_of<std::string>("a%0D%0Ab").empty());
}

TEST_CASE("a site has checks and errors of its own")
{
    CHECK(error_of<int>("3", [](int n) { return n % 2 == 0 ? ""s : "Must be even."s; }) ==
          "Must be even.");
    Form form;
    CHECK(form.ok());
    form.set_value("price", "12");
    CHECK(form.value("price") == "12");
    form.add_error("price", "first");
    form.add_error("price", "second");
    CHECK(form.error("price") == "first");
    CHECK_FALSE(form.ok());
}
