#include <aspic/site/view.h>

#include <doctest/doctest.h>

#include <aspic/site/decorators.h>
#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

namespace {

constexpr Path<"/man/<section>/<int:page>"> list_path;

Page list(Request& /*request*/, std::string_view section, int page)
{
    return Page{std::string{section} + std::to_string(page)};
}

Answer quiet(const Request& /*request*/) noexcept
{
    return Fragment{"x.tpl"};
}

}  // namespace

TEST_CASE("a route calls its function with captures of the exact types")
{
    for (const Route& route : {view<list_path>(list), view<"/man/<section>/<int:page>">(list)}) {
        CHECK(route.pattern.text == "/man/<section>/<int:page>");
        Request request = request_for("/man/1/7");
        Captures captures;
        captures.push("1");
        captures.push("7");
        const Answer answer = route.answer(request, captures).answer();
        CHECK(std::get<Page>(answer).template_name() == "17");
    }
}

TEST_CASE("a route knows what kind of view it has")
{
    using namespace std::chrono_literals;
    const Route plain = view<"/a">([](Request&) { return text("x"); });
    const Route fragment = view<"/_a">([](Request&) { return Fragment{"x"}; });
    const Route cached = view<"/b">(cache_page<1h>([](PublicRequest&) { return Page{"x"}; }));
    CHECK_FALSE(plain.is_fragment);
    CHECK_FALSE(plain.is_cached());
    CHECK(fragment.is_fragment);
    CHECK(cached.is_cached());
}

TEST_CASE("an answer of several kinds keeps its actual kind, and noexcept changes nothing")
{
    Request request = request_for("/a");
    CHECK(std::holds_alternative<Fragment>(view<"/a">(quiet).answer(request, {}).answer()));
    CHECK(std::holds_alternative<Response>(
        view<"/a">([](Request&) -> Answer { return text("x"); }).answer(request, {}).answer()));
}

TEST_CASE("a view of a public request needs no cache")
{
    Request request = request_for("/a?q=1");
    const Route route = view<"/a">(
        [](PublicRequest& visitor) { return text(std::string{visitor.query("q").value()}); });
    CHECK_FALSE(route.is_cached());
    CHECK(std::get<Response>(route.answer(request, {}).answer()).body == "1");
}

TEST_CASE("a cached page has a gate only if a decorator is around it")
{
    using namespace std::chrono_literals;
    const auto page = [](PublicRequest&) { return Page{"x"}; };
    const auto gated = [](auto inner) {
        return decorate(inner, [](auto& /*request*/, auto&& next) { return next(); });
    };
    const Route plain = view<"/a">(cache_page<1h>(page));
    CHECK_FALSE(plain.gate);
    CHECK_FALSE(plain.answer);
    CHECK_FALSE(plain.page->policy.has_gate);
    CHECK_FALSE(view<"/a">(allow<Method::get>(cache_page<1h>(page))).gate);
    CHECK_FALSE(view<"/a">(cache_page<1h>(gated(page))).gate);

    const Route inside = view<"/a">(allow<Method::get>(gated(cache_page<1h>(page))));
    REQUIRE(inside.gate);
    CHECK_FALSE(inside.answer);
    CHECK(inside.page->policy.has_gate);
    Request request = request_for("/a");
    CHECK(inside.gate(request, {}).from_cache() != nullptr);

    const Route own = view<"/a">(gated(page));
    CHECK(own.answer);
    CHECK_FALSE(own.gate);
}

TEST_CASE(
    "the page of a route is rendered with its captures, and decides which requests bypass the "
    "cache")
{
    using namespace std::chrono_literals;
    const Route route = view<list_path>(cache_page<1h>(
        [](PublicRequest& /*request*/, std::string_view section, int page) {
            return Page{std::string{section} + std::to_string(page)};
        },
        unless([](Request& request) { return request.cookie("preview").has_value(); })));
    Request request = request_for("/man/1/7", {{"COOKIE", "preview=1"}});
    Request guest = request_for("/man/1/7");
    CHECK(route.page->bypass(request));
    CHECK_FALSE(route.page->bypass(guest));
    Captures captures;
    captures.push("1");
    captures.push("7");
    Inputs reads;
    ForwardRequest visitor{request, reads};
    CHECK(std::get<Page>(route.page->make(visitor, captures)).template_name() == "17");
    CHECK_FALSE(view<"/b">(cache_page<1h>([](PublicRequest&) { return Page{"x"}; })).page->bypass);
}
