#include <aspic/base/exception_type.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <utility>

using namespace aspic;

namespace {

struct OwnError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The type and the text of what `thrower` throws.
template <class Thrower>
std::pair<std::string, std::string> seen(Thrower thrower)
{
    try {
        thrower();
    } catch (...) {
        return {type_of_exception(), text_of_exception()};
    }
    return {};
}

}  // namespace

TEST_CASE("an exception is named by its own type, as in the source")
{
    CHECK(seen([] { throw std::out_of_range{"no such feed"}; }) ==
          std::pair<std::string, std::string>{"std::out_of_range", "no such feed"});
    CHECK(seen([] { throw OwnError{"own"}; }).first.ends_with("(anonymous namespace)::OwnError"));
    CHECK(seen([] { throw 42; }) == std::pair<std::string, std::string>{
                                        "int", "it threw something that is not a std::exception"});
}

TEST_CASE("outside of a handler there is no exception")
{
    CHECK(type_of_exception().empty());
    CHECK(text_of_exception().empty());
}

TEST_CASE("an exception is told with its causes")
{
    try {
        try {
            throw std::out_of_range{"no such feed"};
        } catch (...) {
            std::throw_with_nested(std::runtime_error{"no news"});
        }
    } catch (...) {
        CHECK(type_of_exception() == "std::runtime_error");
        CHECK(text_of_exception() == "no news");
        CHECK(text_of_exception_and_causes() ==
              "no news; because of std::out_of_range: no such feed");
    }
    try {
        throw 42;
    } catch (...) {
        CHECK(text_of_exception_and_causes() == text_of_exception());
    }
}

TEST_CASE("a very long text of an exception is cut")
{
    CHECK(seen([] { throw std::runtime_error{std::string(1'000'000, 'x')}; }).second.size() < 5000);
}
