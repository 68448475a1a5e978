#include <aspic/http/method.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("every method is read from its printed name")
{
    for (const Method method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                                Method::delete_, Method::options}) {
        CHECK(parse_method(method_name(method)) == method);
    }
}

TEST_CASE("a method's name is case-sensitive, and any other name is Method::other")
{
    for (const auto* name : {"get", "GET ", "", "TRACE", "PROPFIND", "G"}) {
        CAPTURE(name);
        CHECK(parse_method(name) == Method::other);
    }
    CHECK(method_name(Method::other).empty());
}

TEST_CASE("TRACE and CONNECT are for no view")
{
    CHECK(is_for_no_view("TRACE"));
    CHECK(is_for_no_view("CONNECT"));
    for (const auto* name : {"trace", "GET", "", "TRACES"})
        CHECK_FALSE(is_for_no_view(name));
}

TEST_CASE("only GET, HEAD and OPTIONS are safe")
{
    CHECK(is_safe(Method::get));
    CHECK(is_safe(Method::head));
    CHECK(is_safe(Method::options));
    CHECK_FALSE(is_safe(Method::post));
    CHECK_FALSE(is_safe(Method::put));
    CHECK_FALSE(is_safe(Method::patch));
    CHECK_FALSE(is_safe(Method::delete_));
    CHECK_FALSE(is_safe(Method::other));
}

TEST_CASE("an Allow field lists methods in a fixed order")
{
    CHECK(Methods{}.allow_field().empty());
    CHECK(Methods{Method::post, Method::get}.with(Method::head).allow_field() == "GET, HEAD, POST");
    CHECK(Methods{Method::other, Method::get}.allow_field() == "GET");
    CHECK_FALSE(Methods{Method::get}.contains(Method::head));
}
