#pragma once
// The page cache: answers a Recipe from the store, or has the page made once and keeps it. Any
// thread.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "caching/cache_page.h"
#include "caching/finishing.h"
#include "caching/flights.h"
#include "caching/inputs.h"
#include "caching/store.h"
#include "http/request.h"
#include "http/wire_response.h"
#include "rendering/draft.h"

namespace aspic {

struct PageCacheSettings {
    std::size_t most_entry_bytes = std::size_t{8} << 20U;
    std::chrono::seconds negative_lifetime{60};      // of 404 and 410
    std::chrono::milliseconds most_waiting{10'000};  // for another thread's rendering
    std::function<Time()> now = [] {
        return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    };
};

/// How a page is made where the cache has none. Neither function throws: what goes wrong in a view
/// has become an error page.
struct Origin {
    std::function<Draft(PublicRequest&)> render;
    FragmentSource guest_fragment;
};

/// A page that is one visitor's: its holes are still open. `cache_status` says why it was not kept.
struct NotShared {
    Draft draft;
    std::string cache_status;
};

class PageCache {
public:
    /// `routes` are the patterns, by route number: a name of each route that does not change.
    PageCache(std::unique_ptr<Store> store, std::vector<std::string> routes,
              PageCacheSettings settings = {});

    std::variant<WireResponse, NotShared> answer(std::size_t route,
                                                 std::span<const std::string_view> captures,
                                                 const Request& request, const CachePolicy& policy,
                                                 const Origin& origin);

    const Store& store() const { return *store_; }

private:
    struct Route {
        std::string pattern;
        RouteInputs inputs;
        std::atomic<bool> inputs_loaded{false};
    };
    struct Question;
    using Answered = std::variant<WireResponse, NotShared>;

    const Inputs& inputs_of(Route& route);
    Answered render_and_store(const Question& question, const Origin& origin, bool was_stale,
                              Flights::Lead lead);
    NotShared render_alone(const Question& question, const Origin& origin);
    CachePolicy policy_for(int status, CachePolicy policy) const;

    std::unique_ptr<Store> store_;
    std::vector<std::unique_ptr<Route>> routes_;
    PageCacheSettings settings_;
    Flights flights_;
};

}  // namespace aspic
