#include <aspic/site/cache_page.h>

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

TEST_CASE("a cached view does not run when it is called: its result refers to the cached page")
{
    const auto view = cache_page<1h>([](PublicRequest& /*request*/) -> Page {
        FAIL("the view has run");
        return Page{"x"};
    });
    static_assert(decltype(view)::is_cached);
    Request request = request_for("/");
    CHECK(view(request).fields().empty());
}

TEST_CASE("the page is made from a public request, with its captures")
{
    const auto view = cache_page<90min>(greet);
    CHECK(view.policy().lifetime == 5400s);
    CHECK(view.policy().browser_lifetime == 5400s);
    CHECK_FALSE(view.bypass());
    const Request request = request_for("/");
    Inputs reads;
    ForwardRequest visitor{request, reads};
    CHECK(std::get<Page>(view.make(visitor, "ls", 2)).template_name() == "ls2");
}

TEST_CASE("the captures are exactly those of the view")
{
    using View = decltype(cache_page<1h>(greet));
    CHECK(std::is_same_v<SignatureOf<View>::Captures, std::tuple<std::string_view, int>>);
    CHECK(std::is_same_v<SignatureOf<View>::Request, Request>);
    CHECK(std::is_same_v<SignatureOf<View>::Result, FromCache>);
    CHECK_FALSE(View::methods.contains(Method::post));
}

TEST_CASE("a page may have another lifetime for browsers")
{
    const auto never = cache_page<1h, browser<0s>>(greet);
    CHECK(never.policy().browser_lifetime == 0s);
    const auto longer = cache_page<1min, browser<1h>>(greet);
    CHECK(longer.policy().browser_lifetime == 1h);
    CHECK(longer.policy().lifetime == 1min);
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
    CHECK(view.bypass()(editor));
}

TEST_CASE("unless sees the whole request")
{
    const auto view = cache_page<1h>(
        greet, unless([](Request& request) { return request.cookie("preview").has_value(); }));
    Request guest = request_for("/");
    Request editor = request_for("/", {{"COOKIE", "preview=1"}});
    CHECK_FALSE(view.bypass()(guest));
    CHECK(view.bypass()(editor));
}
