#pragma once
// The page cache: answers a question from memory or the shared store, or has the page made once and
// keeps it. Any thread.
//
// The order of things, which the promise of the purge log rests on: the log's position is read
// before a view runs; an entry is judged by the index each time before it is served, also one that
// another thread or process has just made.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <aspic/caching/counters.h>
#include <aspic/caching/failures.h>
#include <aspic/caching/memory_level.h>
#include <aspic/caching/request_coalescer.h>
#include <aspic/caching/store.h>
#include <aspic/caching/uncacheable_keys.h>
#include <aspic/caching/use_counter.h>
#include <aspic/caching/variants.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/entries/finishing.h>
#include <aspic/entries/inputs.h>
#include <aspic/entries/public_request.h>
#include <aspic/http/cache_status.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/purging/purge_log.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// A time of day, fine enough for early renewal.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

struct PageCacheSettings {
    FreshnessSettings freshness;
    std::size_t memory_bytes = std::size_t{64} << 20U;
    std::chrono::milliseconds most_waiting{6'000};  // for somebody else's rendering
    std::chrono::milliseconds lease_time{
        5'000};  // after this a renderer in another process counts as dead
    // Uses of a key with query inputs, or of a 404, before it goes to the shared store.
    std::uint32_t min_uses = 2;
    // Pages of one path that go there within an hour; of one route's 404s a tenth.
    std::uint32_t most_variants = 1'000;
    double jitter = 0.05;        // by this share, at most, lifetimes are shortened by chance
    double early_renewal = 1.0;  // XFetch's beta; 0: never before the end of the lifetime
    std::function<Instant()> now = [] {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
};

/// How a page is made where the cache has none. Nothing throws: what goes wrong in a view has become
/// an error page.
class Origin {
public:
    virtual ~Origin() = default;
    virtual RenderedAnswer render(PublicRequest& visitor) const = 0;
    /// As GuestFragment of entries/finishing.h.
    virtual std::optional<std::string> guest_fragment(const std::string& path) const = 0;
    /// Asked before anything but a page from the cache is given. False: there is no room for such
    /// work now.
    virtual bool admit() const { return true; }
};

/// A page that everyone may have: send it by `to_wire`, or assembled for one visitor.
struct Shared {
    EntryPtr entry;
    CacheStatus cache_status;  // says where it is from
    Time now;
};

/// A page that is one visitor's: its holes are still open. `cache_status` says why it was not kept.
struct NotShared {
    RenderedAnswer rendered;
    CacheStatus cache_status;
};

/// The page is not there to be had, and Origin::admit refused to make it, or to wait for it.
struct NotAdmitted {};

class PageCache {
public:
    /// `shared` may be null: this process keeps its pages to itself. `routes` are the patterns, by
    /// route number.
    PageCache(std::shared_ptr<Store> shared, std::unique_ptr<PurgeLog> log,
              std::vector<std::string> routes, PageCacheSettings settings = {});
    ~PageCache();

    /// What was asked, in the terms of the site: which route, what it captured, by which policy.
    struct Question {
        std::size_t route;
        std::span<const std::string_view> captures;
        const Request& request;
        const CachePolicy& policy;
    };
    struct Answered {
        std::variant<Shared, NotShared, NotAdmitted> answer;
        EntryPtr to_renew{};            // call `renew` for it once the answer is sent
        std::function<void()> after{};  // to be called then as well, where it is there
    };
    /// Throws Unavailable where another thread has been making this page for too long.
    Answered answer(const Question& question, const Origin& origin);

    /// Renders the page of `old` again, unless somebody does so now or has done so.
    void renew(const Entry& old, const Question& question, const Origin& origin);

    /// The entry that would answer this question, with no counting and no rendering; for tests.
    EntryPtr peek(const Question& question);

    const PurgeLog& purges() const { return *log_; }
    /// While it lives, purge() on this thread goes to this cache's log.
    PurgeScope purge_scope() const { return PurgeScope{log_}; }
    const Counters& counters() const { return counters_; }
    const MemoryLevel& memory() const { return memory_; }
    /// "hit=12 stale=0 ... pages=3 bytes=45120", for `stats`.
    std::string numbers() const;
    std::string description() const;

private:
    struct Route {
        std::string pattern;
        RouteInputs inputs;
    };
    enum class State : std::uint8_t { none, only_for_errors, stale, fresh };
    struct Found {
        EntryPtr entry{};  // null where its state is none
        State state = State::none;
        EntryPtr before{};  // whatever is there, for comparison with a new rendering: may be dead
        bool has_new_inputs = false;  // others have seen the route read more than was known here
    };
    class Lease;

    static Time second_of(Instant now) { return std::chrono::floor<std::chrono::seconds>(now); }
    static double random_share();  // from 0 to 1

    Route& route_of(const Question& question);
    std::string key_of(const Question& question);
    State state_of(const Entry& entry, Time now) const;
    State consider(Found& found, EntryPtr entry, Time now) const;
    Found find_in_memory(const std::string& key, Time now);
    Found find(const std::string& key, const Question& question, Time now);
    void add_shared(Found& found, EntryPtr entry, Time now);
    void learn_reads(const Question& question, const Inputs& reads, Lease* lease);
    Answered serve(const Found& found, Instant now);
    Answered after_waiting_in_vain(const Question& question, const Origin& origin, bool has_landed);
    std::optional<Failures::Failure> failure_of(const std::string& key, Time now);
    Answered answer_again(const Failures::Failure& failure, Time now);
    void note_failure(const Question& question, const Inputs& reads, Position position,
                      const EntryPtr& old, RenderedAnswer* rendered, Time now);
    bool is_due_early(const Entry& entry, Instant now) const;
    /// `before`: the dead page that a look before has found, and let go from memory.
    Answered miss(const std::string& key, const Question& question, const Origin& origin,
                  RequestCoalescer::Lead lead, EntryPtr before);
    EntryPtr wait_for_other_process(const std::string& key, const Question& question, Lease& lease);
    Answered render(const std::string& key, const Found& found, const Question& question,
                    const Origin& origin, RequestCoalescer::Lead lead, Lease& lease);
    Answered render_alone(const Question& question, const Origin& origin, std::string_view why);
    bool share(const Entry& entry, Time now, Lease* lease = nullptr);
    bool belongs_to_shared(const Entry& entry, Time now);

    std::shared_ptr<Store> shared_;
    std::shared_ptr<PurgeLog> log_;  // a purge on another thread may hold it a little longer
    PurgeLogRegistration registration_{log_};
    std::vector<std::unique_ptr<Route>> routes_;
    const PageCacheSettings settings_;
    MemoryLevel memory_;
    RequestCoalescer coalescer_;
    UncacheableKeys uncacheable_{std::chrono::seconds{5}};
    Failures failures_;
    UseCounter uses_{std::chrono::hours{1}};
    Variants variants_{settings_.most_variants, std::chrono::hours{1}};
    Variants negatives_{std::max(1U, settings_.most_variants / 10), std::chrono::hours{1}};
    Counters counters_;
};

}  // namespace aspic
