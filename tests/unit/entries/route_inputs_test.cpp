#include <aspic/entries/route_inputs.h>

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using namespace aspic;

namespace {

Inputs queries(int first, int count)
{
    Inputs inputs;
    for (int i = first; i < first + count; ++i)
        inputs.insert({InputKind::query, "q" + std::to_string(i)});
    return inputs;
}

const Inputs q = queries(0, 1);
const Inputs host{{InputKind::host, ""}};

}  // namespace

TEST_CASE("each stored page adds its own set of inputs, and adding says whether it is new")
{
    RouteInputs inputs;
    CHECK(inputs.get().sets.empty());
    const RouteInputs::Known& before = inputs.get();
    CHECK(inputs.add({})->is_new);
    CHECK(inputs.add(q)->is_new);
    CHECK_FALSE(inputs.add(q)->is_new);
    CHECK_FALSE(inputs.add({})->is_new);
    CHECK(inputs.add(host)->set == host);
    CHECK(inputs.get().sets == std::vector<Inputs>{host, q, {}});
    CHECK(inputs.get().all == Inputs{{InputKind::query, "q0"}, {InputKind::host, ""}});
    CHECK(before.sets.empty());
}

TEST_CASE("an answer that is not stored adds no set, and its inputs are kept apart")
{
    RouteInputs inputs;
    inputs.add(host);
    CHECK(inputs.add_unstored(q));
    CHECK(inputs.add_unstored(q));
    CHECK(inputs.get().sets == std::vector<Inputs>{host});
    CHECK(inputs.get().all == host);
    CHECK(inputs.get().with_unstored == Inputs{{InputKind::query, "q0"}, {InputKind::host, ""}});
}

TEST_CASE("with too many sets, the next page has all inputs of the route in its key")
{
    RouteInputs inputs;
    for (int i = 0; i < static_cast<int>(RouteInputs::most_sets); ++i)
        CHECK(inputs.add(queries(i, 1))->set == queries(i, 1));
    const int count = static_cast<int>(RouteInputs::most_sets);
    CHECK_FALSE(inputs.add(q)->is_new);
    CHECK(inputs.add(queries(0, 2))->set == queries(0, count));
    CHECK(inputs.add(queries(3, 2))->set == queries(0, count));
    CHECK_FALSE(inputs.add(queries(5, 2))->is_new);
    CHECK(inputs.add(queries(count, 1))->set == queries(0, count + 1));
    CHECK(inputs.get().sets.size() == RouteInputs::most_sets);
}

TEST_CASE("a route has a limited number of inputs")
{
    RouteInputs inputs;
    constexpr int most = static_cast<int>(RouteInputs::most_inputs);
    CHECK(inputs.add(queries(0, most)));
    CHECK_FALSE(inputs.add(queries(most, 1)));
    CHECK(inputs.add(queries(0, most)));
    CHECK(inputs.get().all == queries(0, most));

    RouteInputs others;
    CHECK(others.add_unstored(queries(0, most)));
    CHECK_FALSE(others.add_unstored(queries(most, 1)));
    CHECK(others.add(queries(most, 1)));
}

TEST_CASE("many threads may add to a route's inputs while others read them")
{
    constexpr int writers = 4;
    constexpr int each = 10;
    RouteInputs inputs;
    std::vector<std::thread> threads;
    threads.reserve(2 * writers);
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&inputs, writer] {
            for (int i = 0; i < each; ++i)
                inputs.add(queries(writer * each + i, 1));
        });
        threads.emplace_back([&inputs] {
            std::size_t seen = 0;
            while (seen < std::size_t{writers} * each) {
                const std::size_t now = inputs.get().all.size();
                if (now < seen) break;  // never happens: the check below would fail
                seen = now;
                std::this_thread::yield();
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(inputs.get().all == queries(0, writers * each));
}
