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
