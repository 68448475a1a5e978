#include <aspic/entries/inputs.h>

#include <doctest/doctest.h>

#include <thread>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

TEST_CASE("an input has the value from the request, and absent differs from empty")
{
    const Request request =
        request_for("/?q=a+b&empty=&q=c", {{"ACCEPT_LANGUAGE", "de"}, {"X", ""}});
    CHECK(read_input(request, {InputKind::query, "q"}) == "a b");
    CHECK(read_input(request, {InputKind::query, "empty"}) == "");
    CHECK_FALSE(read_input(request, {InputKind::query, "other"}));
    CHECK(read_input(request, {InputKind::header, "accept-language"}) == "de");
    CHECK(read_input(request, {InputKind::header, "x"}) == "");
    CHECK_FALSE(read_input(request, {InputKind::header, "y"}));
    CHECK(read_input(request, {InputKind::host, ""}) == "example.org");
    CHECK(read_input(request, {InputKind::scheme, ""}) == "http");
}

TEST_CASE("the text of an input can be read back")
{
    for (const Input& input :
         {Input{InputKind::query, "q"}, Input{InputKind::query, "two words"},
          Input{InputKind::query, ""}, Input{InputKind::header, "accept-language"},
          Input{InputKind::host, ""}, Input{InputKind::scheme, ""}}) {
        CAPTURE(to_text(input));
        CHECK(parse_input(to_text(input)) == input);
    }
    CHECK(to_text({InputKind::query, "q"}) == "query q");
    CHECK(to_text({InputKind::host, ""}) == "host");
    for (const std::string text : {"", " q", "cookie q", "Query q", "queryq", "hostx"})
        CHECK_FALSE(parse_input(text));
}

TEST_CASE("a route's inputs only grow, and adding says whether they grew")
{
    RouteInputs inputs;
    CHECK(inputs.get().empty());
    const Inputs& before = inputs.get();
    CHECK(inputs.add({{InputKind::query, "q"}}));
    CHECK_FALSE(inputs.add({{InputKind::query, "q"}}));
    CHECK_FALSE(inputs.add({}));
    CHECK(inputs.add({{InputKind::query, "q"}, {InputKind::host, ""}}));
    CHECK(inputs.get() == Inputs{{InputKind::query, "q"}, {InputKind::host, ""}});
    CHECK(before.empty());
}

TEST_CASE("many threads may add to a route's inputs while others read them")
{
    constexpr int writers = 4;
    constexpr int each = 50;
    RouteInputs inputs;
    std::vector<std::thread> threads;
    threads.reserve(2 * writers);
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&inputs, writer] {
            for (int i = 0; i < each; ++i)
                inputs.add({{InputKind::query, std::to_string(writer * each + i)}});
        });
        threads.emplace_back([&inputs] {
            std::size_t seen = 0;
            while (seen < std::size_t{writers} * each) {
                const std::size_t now = inputs.get().size();
                if (now < seen) break;  // never happens: the check below would fail
                seen = now;
                std::this_thread::yield();
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(inputs.get().size() == std::size_t{writers} * each);
}
