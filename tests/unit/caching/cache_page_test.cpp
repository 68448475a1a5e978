#include <aspic/caching/cache_page.h>

#include <doctest/doctest.h>

#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::request_for;

namespace {

Page greet(PublicRequest& /*request*/, std::string_view name, int times)
{
    Page page{std::string{name} + std::to_string(times)};
    return page;
}

}  // namespace

TEST_CASE("a decorated view runs nothing by itself and returns a recipe")
{
    const auto view = cache_page<1h>([runs = 0](PublicRequest& /*request*/) mutable noexcept {
        ++runs;
        FAIL("the view has run");
        return Page{"x"};
    });
    static_assert(decltype(view)::is_cached);
}

TEST_CASE("the recipe makes the view's answer, with its captures")
{
    const auto view = cache_page<90min>(greet);
    Request request = request_for("/");
    const Recipe recipe = view(request, "ls", 2);
    CHECK(recipe.policy.lifetime == 5400s);
    CHECK(recipe.policy.browser_lifetime == 5400s);
    CHECK_FALSE(recipe.bypass);
    Inputs reads;
    PublicRequest visitor{request, reads};
    CHECK(std::get<Page>(recipe.make(visitor)).template_name() == "ls2");
}

TEST_CASE("the signature stays exactly that of the view")
{
    using View = decltype(cache_page<1h>(greet));
    CHECK(std::is_same_v<SignatureOf<View>::Captures, std::tuple<std::string_view, int>>);
    CHECK(std::is_same_v<SignatureOf<View>::Request, Request>);
    CHECK(std::is_same_v<SignatureOf<View>::Result, Recipe>);
    CHECK_FALSE(View::methods.contains(Method::post));
}

TEST_CASE("a page may have another lifetime for browsers")
{
    Request request = request_for("/");
    const auto never = cache_page<1h, browser<0s>>(greet);
    CHECK(never(request, "ls", 1).policy.browser_lifetime == 0s);
    const auto longer = cache_page<1min, browser<1h>>(greet);
    CHECK(longer(request, "ls", 1).policy.browser_lifetime == 1h);
    CHECK(longer(request, "ls", 1).policy.lifetime == 1min);
}

TEST_CASE("the options after the lifetime may come in any order, and are absent by default")
{
    const auto plain = cache_page<1h>(greet);
    CHECK_FALSE(plain.policy().stale_while_revalidate);
    CHECK_FALSE(plain.policy().stale_if_error);
    CHECK_FALSE(plain.policy().for_authorized);
    CHECK_FALSE(plain.policy().from_response);
    const auto one = cache_page<1h, stale_if_error<24h>, for_authorized, browser<5s>,
                                stale_while_revalidate<0s>>(greet);
    CHECK(one.policy().lifetime == 1h);
    CHECK(one.policy().browser_lifetime == 5s);
    CHECK(one.policy().stale_while_revalidate == 0s);
    CHECK(one.policy().stale_if_error == 24h);
    CHECK(one.policy().for_authorized);
}

TEST_CASE("a response may decide itself how long it is stored")
{
    const auto view = cache_page<from_response>(
        greet, unless([](Request& request) { return request.cookie("preview").has_value(); }));
    CHECK(view.policy().from_response);
    CHECK(view.policy().lifetime == 0s);
    Request editor = request_for("/", {{"COOKIE", "preview=1"}});
    CHECK(view(editor, "ls", 1).bypass);
}

TEST_CASE("unless sees the whole request")
{
    const auto view = cache_page<1h>(
        greet, unless([](Request& request) { return request.cookie("preview").has_value(); }));
    Request guest = request_for("/");
    Request editor = request_for("/", {{"COOKIE", "preview=1"}});
    CHECK_FALSE(view(guest, "ls", 1).bypass);
    CHECK(view(editor, "ls", 1).bypass);
}
