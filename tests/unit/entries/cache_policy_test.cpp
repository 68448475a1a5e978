#include <aspic/entries/cache_policy.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("each modifier of cache_page changes its own part of the policy")
{
    CachePolicy policy{.lifetime = 1h, .browser_lifetime = 1h};
    detail::apply(policy, browser<0s>);
    CHECK(policy.browser_lifetime == 0s);
    CHECK(policy.lifetime == 1h);
    CHECK_FALSE(policy.stale_while_revalidate);
    CHECK_FALSE(policy.stale_if_error);
    CHECK_FALSE(policy.for_authorized);
    detail::apply(policy, stale_while_revalidate<10min>);
    CHECK(policy.stale_while_revalidate == 10min);
    CHECK_FALSE(policy.stale_if_error);
    detail::apply(policy, stale_if_error<24h>);
    CHECK(policy.stale_if_error == 24h);
    CHECK(policy.stale_while_revalidate == 10min);
    detail::apply(policy, for_authorized);
    CHECK(policy.for_authorized);
}

TEST_CASE("an empty policy stores nothing, and leaves the stale times to the options")
{
    constexpr CachePolicy policy;
    CHECK(policy.lifetime == 0s);
    CHECK_FALSE(policy.from_response);
    CHECK_FALSE(policy.stale_while_revalidate);
    CHECK_FALSE(policy.for_authorized);
}
