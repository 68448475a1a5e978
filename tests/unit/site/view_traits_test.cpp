#include <aspic/site/view_traits.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

struct Question {};
using Plain = int (*)(Question&);

struct Posting {
    static constexpr Methods methods{Method::get, Method::post};
    static constexpr bool is_cached = true;
    static constexpr bool has_gate = true;
    static constexpr std::optional<std::chrono::seconds> private_lifetime = 5s;
};

}  // namespace

TEST_CASE("by default a view answers GET, and is not cached")
{
    CHECK(methods_of<Plain>.allow_field() == "GET");
    CHECK_FALSE(is_cached_view<Plain>);
    CHECK_FALSE(has_gate<Plain>);
    CHECK_FALSE(private_lifetime_of<Plain>);
}

TEST_CASE("the properties in a view's type are read")
{
    CHECK(methods_of<Posting>.contains(Method::post));
    CHECK(is_cached_view<Posting>);
    CHECK(has_gate<Posting>);
    CHECK(private_lifetime_of<Posting> == 5s);
}
