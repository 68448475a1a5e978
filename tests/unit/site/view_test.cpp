#include <aspic/site/view.h>

#include <doctest/doctest.h>

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
        const Result result = route.answer(request, captures);
        CHECK(std::get<Page>(result).template_name() == "17");
    }
}

TEST_CASE("a route knows what kind of view it has")
{
    using namespace std::chrono_literals;
    const Route plain = view<"/a">([](Request&) { return text("x"); });
    const Route fragment = view<"/_a">([](Request&) { return Fragment{"x"}; });
    const Route cached = view<"/b">(cache_page<1h>([](PublicRequest&) { return Page{"x"}; }));
    CHECK_FALSE(plain.is_fragment);
    CHECK_FALSE(plain.is_cached);
    CHECK(fragment.is_fragment);
    CHECK(cached.is_cached);
}

TEST_CASE("an answer of several kinds keeps its actual kind, and noexcept changes nothing")
{
    Request request = request_for("/a");
    CHECK(std::holds_alternative<Fragment>(view<"/a">(quiet).answer(request, {})));
    CHECK(std::holds_alternative<Response>(
        view<"/a">([](Request&) -> Answer { return text("x"); }).answer(request, {})));
}

TEST_CASE("a view of a public request needs no cache")
{
    Request request = request_for("/a?q=1");
    const Route route = view<"/a">(
        [](PublicRequest& visitor) { return text(std::string{visitor.query("q").value()}); });
    CHECK_FALSE(route.is_cached);
    CHECK(std::get<Response>(route.answer(request, {})).body == "1");
}
