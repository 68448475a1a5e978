// Requests that wait for another one's rendering without a thread.
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <variant>

#include <aspic/caching/page_cache.h>
#include <aspic/http/errors.h>
#include "../support/one_route.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::OneRoute;
using support::shows_q;

namespace {

using Made = std::function<RenderedAnswer(ForwardRequest&)>;

/// A thread that renders a page until the test lets it finish. Others render without waiting.
class Renderer {
public:
    Renderer(OneRoute& cache, const std::string& target, Made made)
        : cache_{cache}, thread_{[this, target, made = std::move(made)] {
              cache_.view = [this, made, me = std::this_thread::get_id()](ForwardRequest& visitor) {
                  if (std::this_thread::get_id() == me) {
                      started_.count_down();
                      finish_.wait();
                  }
                  return made(visitor);
              };
              cache_.ask(target);
          }}
    {
        started_.wait();
    }
    ~Renderer() { finish(); }
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    void finish()
    {
        if (!thread_.joinable()) return;
        finish_.count_down();
        thread_.join();
    }

private:
    OneRoute& cache_;
    std::latch started_{1};
    std::latch finish_{1};
    std::thread thread_;
};

std::shared_ptr<const Completion> rendering_of(const PageCache::Answered& answered)
{
    const auto* in_progress = std::get_if<InProgress>(&answered.answer);
    return in_progress != nullptr ? in_progress->rendering : nullptr;
}

std::string body_of(const PageCache::Answered& answered)
{
    if (const auto* shared = std::get_if<Shared>(&answered.answer)) return shared->entry->html();
    if (const auto* alone = std::get_if<NotShared>(&answered.answer))
        return alone->rendered.content.html;
    return "";
}

RenderedAnswer sets_cookie(ForwardRequest& visitor)
{
    RenderedAnswer rendered = shows_q(visitor);
    rendered.headers.set("Set-Cookie", "a=1");
    return rendered;
}

}  // namespace

TEST_CASE("who asks again learns of the rendering at once, without a slot, and gets its page")
{
    OneRoute cache;
    Renderer renderer{cache, "/s?q=a", shows_q};
    const auto rendering = rendering_of(cache.ask_again("/s?q=a", {}, {}, false));
    REQUIRE(rendering);
    CHECK_FALSE(rendering->is_complete());
    CHECK(rendering->most_waiting() == 60s);
    const auto before = cache.cache.finished_renderings();
    renderer.finish();
    CHECK(rendering->is_complete());
    CHECK(cache.cache.finished_renderings() > before);
    const auto answered = cache.ask_again("/s?q=a", rendering, {}, false);
    CHECK(body_of(answered) == "q=a");
    REQUIRE(std::holds_alternative<Shared>(answered.answer));
    CHECK(std::get<Shared>(answered.answer).cache_status.is_collapsed);
    CHECK(cache.renderings == 1);
    CHECK(cache.cache.counters().get(Count::waited) == 1);
}

TEST_CASE("who waited for an answer that is not shared renders alone, if there is a slot")
{
    OneRoute cache;
    Renderer renderer{cache, "/s?q=a", sets_cookie};
    const auto rendering = rendering_of(cache.ask_again("/s?q=a"));
    REQUIRE(rendering);
    renderer.finish();
    CHECK(std::holds_alternative<NotAdmitted>(
        cache.ask_again("/s?q=a", rendering, {}, false).answer));
    CHECK(std::holds_alternative<NotShared>(cache.ask_again("/s?q=a", rendering).answer));
    CHECK(cache.renderings == 2);
}

TEST_CASE("who waited in vain once does not wait for the next rendering")
{
    OneRoute cache;
    std::shared_ptr<const Completion> rendering;
    {
        Renderer renderer{cache, "/s?q=a", sets_cookie};
        rendering = rendering_of(cache.ask_again("/s?q=a"));
    }
    REQUIRE(rendering);
    cache.advance(10s);  // nobody remembers that the page is not shared
    const Renderer next{cache, "/s?q=a", shows_q};
    CHECK(rendering_of(cache.ask_again("/s?q=a")));
    CHECK(std::holds_alternative<NotShared>(cache.ask_again("/s?q=a", rendering).answer));
}

TEST_CASE("who waited too long gets an old page, or is asked to come back")
{
    OneRoute cache{nullptr,
                   [](PageCacheSettings& settings) { settings.freshness.stale_if_error = 1h; }};
    cache.ask("/old");
    cache.advance(3700s);
    const Renderer renderer{cache, "/old", shows_q};
    const auto rendering = rendering_of(cache.ask_again("/old"));
    REQUIRE(rendering);
    CHECK(body_of(cache.ask_again("/old", rendering, {}, false)) == "page of /old");
    CHECK_THROWS_AS(cache.ask_again("/new", rendering, {}, false), Unavailable);
}

TEST_CASE("who waited for the page of another query makes their own")
{
    OneRoute cache;
    Renderer renderer{cache, "/s?q=a", shows_q};
    // It is not known yet that the route reads q.
    const auto rendering = rendering_of(cache.ask_again("/s?q=b"));
    REQUIRE(rendering);
    renderer.finish();
    CHECK(body_of(cache.ask_again("/s?q=b", rendering)) == "q=b");
    CHECK(cache.renderings == 2);
}

TEST_CASE("without news of purges, a rendering from before the request is not enough")
{
    OneRoute cache;
    cache.log.current = false;
    Renderer first{cache, "/s?q=a", shows_q};
    const auto arrived = std::chrono::steady_clock::now();
    const auto rendering = rendering_of(cache.ask_again("/s?q=a", {}, arrived));
    REQUIRE(rendering);
    first.finish();
    Renderer second{cache, "/s?q=a", shows_q};
    const auto next = rendering_of(cache.ask_again("/s?q=a", rendering, arrived));
    REQUIRE(next);
    CHECK(next != rendering);
    second.finish();
    CHECK(body_of(cache.ask_again("/s?q=a", next, arrived, false)) == "q=a");
    CHECK(cache.renderings == 2);
}
