#pragma once
// A page cache with one route, /<name>, a clock that the test moves, a view that it may change, and
// a purge log that it may cut off.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <aspic/caching/page_cache.h>
#include "entries.h"
#include "request_for.h"

namespace support {

/// The log of one process. It can lose sight of the purges of others.
class CutOffLog : public aspic::LocalPurgeLog {
public:
    using LocalPurgeLog::LocalPurgeLog;
    bool is_current() const override { return current; }
    bool is_lost() const override { return lost; }

    std::atomic<bool> current = true;
    std::atomic<bool> lost = false;
};

inline std::string field_of(const std::string& head, std::string_view name)
{
    const std::size_t at = head.find("\r\n" + std::string{name} + ": ");
    if (at == std::string::npos) return "";
    const std::size_t from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
}

class OneRoute {
public:
    struct Answered {
        std::string cache_status;
        std::string body;
        std::string head{};  // empty if the page is private
        aspic::EntryPtr to_renew{};
        std::string retry_after{};
    };
    using Change = std::function<void(aspic::PageCacheSettings&)>;

    /// By default nothing is random, and no stale page is served.
    explicit OneRoute(std::unique_ptr<aspic::Store> store = nullptr, const Change& change = {})
        : OneRoute{std::move(store),
                   std::make_unique<CutOffLog>(grace, [this] { return now.load(); }), change}
    {
    }

    Answered ask(std::string_view target, const aspic::CachePolicy& policy = one_hour,
                 std::vector<aspic::RequestSource::Field> fields = {})
    {
        const aspic::Request request = request_for(target, std::move(fields));
        const auto captures = captures_of(request);
        auto answered = cache.answer({0, captures, request, policy}, OneOrigin{*this});
        if (auto* alone = std::get_if<aspic::NotShared>(&answered.answer))
            return {.cache_status = alone->cache_status.to_text(),
                    .body = alone->rendered.content.html,
                    .retry_after =
                        std::string{alone->rendered.headers.get("Retry-After").value_or("")}};
        const auto& shared = std::get<aspic::Shared>(answered.answer);
        const aspic::WireResponse wire =
            aspic::to_wire(shared.entry, request, shared.cache_status, shared.now);
        std::string head = aspic::to_text(wire.shared_head) + wire.own_head;
        std::string body = std::string{wire.shared_body} + wire.own_body;
        if (answered.after) answered.after();
        return {field_of(head, "Cache-Status"), std::move(body), std::move(head),
                std::move(answered.to_renew)};
    }

    /// For a visitor who waits without a thread. Nothing is rendered if `may_render` is false.
    aspic::PageCache::Answered ask_again(
        std::string_view target, std::shared_ptr<const aspic::Completion> has_waited_for = {},
        std::optional<std::chrono::steady_clock::time_point> arrived = {}, bool may_render = true)
    {
        aspic::RequestSource source;
        source.target = target;
        source.arrived = arrived;
        source.asks_again = true;
        source.has_waited_for = std::move(has_waited_for);
        const aspic::Request request{std::move(source), aspic::Target::parse(target).value()};
        const auto captures = captures_of(request);
        return cache.answer({0, captures, request, one_hour}, OneOrigin{*this, may_render});
    }

    void renew(const aspic::Entry& old, std::string_view target,
               const aspic::CachePolicy& policy = one_hour)
    {
        const aspic::Request request = request_for(target);
        const auto captures = captures_of(request);
        cache.renew(old, {0, captures, request, policy}, OneOrigin{*this});
    }

    aspic::EntryPtr peek(std::string_view target)
    {
        const aspic::Request request = request_for(target);
        const auto captures = captures_of(request);
        return cache.peek({0, captures, request, one_hour});
    }

    void advance(std::chrono::seconds time) { now = now.load() + time; }

    static constexpr std::chrono::seconds grace{60};  // the grace of a soft purge
    static constexpr aspic::CachePolicy one_hour{.lifetime = std::chrono::hours{1},
                                                 .browser_lifetime = std::chrono::hours{1}};

    std::atomic<int> renderings = 0;
    std::atomic<aspic::Time> now = noon;
    std::function<aspic::RenderedAnswer(aspic::ForwardRequest&)> view =
        [](aspic::ForwardRequest& visitor) {
            return aspic::RenderedAnswer{.content = {"page of " + std::string{visitor.path()}, {}}};
        };
    aspic::GuestFragment guest = [](const std::string& /*path*/) { return "guest"; };

private:
    OneRoute(std::unique_ptr<aspic::Store> store, std::unique_ptr<CutOffLog> purge_log,
             const Change& change)
        : log{*purge_log},
          cache{std::move(store), std::move(purge_log), {"/<name>"}, settings(change)}
    {
    }
    static std::vector<std::string_view> captures_of(const aspic::Request& request)
    {
        return {request.segments().begin(), request.segments().end()};
    }
    class OneOrigin : public aspic::Origin {
    public:
        explicit OneOrigin(OneRoute& route, bool may_render = true)
            : route_{route}, may_render_{may_render}
        {
        }
        bool admit() const override { return may_render_; }
        aspic::RenderedAnswer render(aspic::ForwardRequest& visitor) const override
        {
            ++route_.renderings;
            return route_.view(visitor);
        }
        std::optional<std::string> guest_fragment(const std::string& path,
                                                  const std::string& /*query*/) const override
        {
            return route_.guest(path);
        }

    private:
        OneRoute& route_;
        bool may_render_;
    };
    aspic::PageCacheSettings settings(const Change& change)
    {
        aspic::PageCacheSettings settings;
        settings.freshness.most_bytes = 10'000;
        settings.freshness.stale_while_revalidate = std::chrono::seconds{0};
        settings.freshness.stale_if_error = std::chrono::seconds{0};
        settings.most_waiting = std::chrono::seconds{60};  // a test that waits so long has failed
        settings.jitter = 0;
        settings.early_renewal = 0;
        settings.now = [this] { return aspic::Instant{now.load()}; };
        if (change) change(settings);
        return settings;
    }

public:
    CutOffLog& log;
    aspic::PageCache cache;
};

/// A view that shows a parameter of the query.
inline aspic::RenderedAnswer shows_q(aspic::PublicRequest& visitor)
{
    return {.content = {"q=" + std::string{visitor.query("q").value_or("none")}, {}}};
}

}  // namespace support
