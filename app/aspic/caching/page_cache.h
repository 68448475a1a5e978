#pragma once
// The page cache: answers a question from memory or the shared store, or has the page made once and
// stores it. Any thread.
//
// The promise of the purge log depends on this order: the log's position is read before a view
// runs, and the index judges an entry each time before it is served, even if another thread or
// process has just made it.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <aspic/base/completion.h>
#include <aspic/caching/failures.h>
#include <aspic/caching/memory_level.h>
#include <aspic/caching/request_coalescer.h>
#include <aspic/caching/store.h>
#include <aspic/caching/uncacheable_keys.h>
#include <aspic/caching/use_counter.h>
#include <aspic/caching/variants.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/entries/finishing.h>
#include <aspic/entries/forward_request.h>
#include <aspic/entries/inputs.h>
#include <aspic/entries/route_inputs.h>
#include <aspic/http/cache_status.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/purging/purge_log.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/rendering/rendered_answer.h>
#include <aspic/reporting/counters.h>

namespace aspic {

/// A time of day in milliseconds, for early renewal.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

struct PageCacheSettings {
    FreshnessSettings freshness;
    std::size_t memory_bytes = std::size_t{64} << 20U;
    std::chrono::milliseconds most_waiting{6'000};  // for a rendering by another thread or process
    // After this time, a renderer in another process counts as dead.
    std::chrono::milliseconds lease_time{5'000};
    // Uses of a key with a query, a host or a field, or of a 404, before it goes to the shared
    // store.
    std::uint32_t min_uses = 2;
    // How many pages of one path go there in an hour; a tenth as many 404s of one route.
    std::uint32_t most_variants = 1'000;
    double jitter = 0.05;        // lifetimes are shortened at random, by this share at most
    double early_renewal = 1.0;  // XFetch's beta; 0: never before the end of the lifetime
    bool no_vary_search = true;  // see entries/no_vary_search.h
    // For copies of pages in dcz; null: pages have none.
    std::shared_ptr<const CompressionDictionary> dictionary{};
    std::function<Instant()> now = [] {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
};

/// Makes a page if the cache has none. Does not throw: if a view fails, the result is an error
/// page.
class Origin {
public:
    virtual ~Origin() = default;
    virtual RenderedAnswer render(ForwardRequest& visitor) const = 0;
    /// See GuestFragment in entries/finishing.h. `query` has what the page's view read.
    virtual std::optional<std::string> guest_fragment(const std::string& path,
                                                      const std::string& query) const = 0;
    /// Called before any work other than answering from the cache. Returns false if there is no
    /// room for such work now.
    virtual bool admit() const { return true; }
    /// The answer for others while `render` takes too long. Called by another thread during
    /// `render`; runs no view.
    virtual RenderedAnswer too_late() const { return {.status = 504}; }
};

/// A page that everyone may have: send it by `to_wire`, or assembled for one visitor.
struct Shared {
    EntryPtr entry;
    CacheStatus cache_status;  // says where it comes from
    Time now;
};

/// A page for one visitor. Its holes are not filled yet. `cache_status` says why it was not stored.
struct NotShared {
    RenderedAnswer rendered;
    CacheStatus cache_status;
};

/// The cache does not have the page, and Origin::admit refused the work of making it or waiting for
/// it.
struct NotAdmitted {};

/// Another request in this process renders the page, and this one waits for it without a thread
/// (Request::asks_again): ask again.
struct InProgress {
    std::shared_ptr<const Completion> rendering;
};

class Mirror;
class StoreLease;

class PageCache {
public:
    /// `shared` may be null: this process then does not share its pages. `routes` are the patterns,
    /// by route number. `mirror` may be null; otherwise, `log` removes pages from it.
    PageCache(std::shared_ptr<Store> shared, std::unique_ptr<PurgeLog> log,
              std::vector<std::string> routes, PageCacheSettings settings = {},
              std::shared_ptr<Mirror> mirror = nullptr);
    ~PageCache();

    /// What is requested: the route, its captures and its cache policy.
    struct Question {
        std::size_t route;
        std::span<const std::string_view> captures;
        const Request& request;
        const CachePolicy& policy;
        bool needs_whole = false;  // all copies of the page, not only the one that is sent
    };
    struct Answered {
        std::variant<Shared, NotShared, NotAdmitted, InProgress> answer;
        EntryPtr to_renew{};            // call `renew` for it once the answer is sent
        std::function<void()> after{};  // call it then too, if it is set
    };
    /// Throws Unavailable if another thread has been making this page for too long.
    Answered answer(const Question& question, const Origin& origin);

    /// Renders the page of `old` again, unless another thread or process is doing so or has done
    /// so.
    void renew(const Entry& old, const Question& question, const Origin& origin);

    /// Returns the entry that would answer this question, without counting or rendering. Null if
    /// there is none.
    EntryPtr peek(const Question& question);

    const PurgeLog& purges() const { return *log_; }
    /// While it exists, purge() on this thread goes to this cache's log.
    PurgeScope purge_scope() const { return PurgeScope{log_}; }
    Counters& counters() const { return *counters_; }
    /// Counts there from now on. REQUIRES: no other thread uses this object yet; `counters`
    /// outlives it.
    void count_in(Counters& counters);
    /// Changes when a rendering is complete: those who wait for one look again.
    std::uint64_t finished_renderings() const { return coalescer_.landings(); }
    const MemoryLevel& memory() const { return memory_; }
    /// Begins and ends to mirror pages, if this process may. Pages of another version are not sent
    /// any more when `begin_mirror` returns, and those of this process when `end_mirror` does.
    void begin_mirror();
    void end_mirror();
    /// "hit=12 stale=0 ... pages=3 bytes=45120", for `stats`.
    std::string numbers() const;
    std::string description() const;

private:
    struct Route {
        std::string pattern;
        RouteInputs inputs;
        std::atomic<bool> has_too_many_inputs{false};  // so that it is logged once
    };
    enum class State : std::uint8_t { none, only_for_errors, stale, fresh };
    struct Found {
        EntryPtr entry{};  // null if its state is none
        State state = State::none;
        EntryPtr before{};            // to compare with a new rendering; may be dead
        bool has_new_inputs = false;  // other processes know more inputs of the route
        bool has_part = false;        // memory has the page, but not the copy that is needed
    };

    static Time second_of(Instant now) { return std::chrono::floor<std::chrono::seconds>(now); }
    static double random_share();  // from 0 to 1

    Route& route_of(const Question& question);
    std::string key_of(const Question& question, const Inputs& inputs);
    /// The keys under which a page that answers the question may be stored.
    std::vector<std::string> page_keys(const Question& question);
    bool answers(const Entry& entry, const Question& question);
    /// The key of an answer that is not stored: of its failure, or of the note that it must not be.
    std::string unstored_key(const Question& question);
    State state_of(const Entry& entry, Time now) const;
    State consider(Found& found, EntryPtr entry, Time now) const;
    bool may_be_revalidated(const Entry& entry, Time now) const;
    bool needs_whole(const Question& question) const;
    bool is_enough(const Entry& entry, const Question& question) const;
    Found find_in_memory(const Question& question, Time now);
    Store::Entries look(const Question& question, const std::vector<std::string>& keys,
                        const Codings& copies = all_codings);
    Store::Entries look_for_copy(const Question& question, const std::vector<std::string>& keys);
    Found find(const Question& question, Time now);
    void add_shared(Found& found, Store::Entries entries, const Question& question, Time now);
    void keep(EntryPtr entry, const Question& question);
    void offer_to_mirror(const EntryPtr& entry, const Question& question);
    bool add_unstored(const Question& question, const Inputs& reads);
    void warn_of_inputs(Route& route);
    std::optional<Inputs> key_inputs(const Question& question, const Inputs& reads,
                                     StoreLease& lease);
    Answered serve(const Found& found, Instant now);
    using Flight = RequestCoalescer::Flight;
    Answered wait_elsewhere(std::shared_ptr<const Flight> flight, const Question& question);
    /// The page that another request has made, if it answers this one.
    std::optional<Shared> shared_if_fresh(EntryPtr made, const Question& question, Time now);
    /// The page that the flight made, if it answers a request that arrived at `asked`.
    std::optional<Shared> shared_from(const Flight& flight, const Question& question,
                                      Flight::Clock::time_point asked);
    Answered after_waiting_in_vain(const Question& question, const Origin& origin, bool has_landed);
    std::optional<Failures::Failure> failure_of(const std::string& key, Time now);
    Answered answer_again(const Failures::Failure& failure, Time now);
    /// What a view has made, and what it read.
    struct Made {
        Position position;  // of the purge log before the view ran
        RenderedAnswer rendered{};
        Inputs reads{};
        std::chrono::milliseconds took{0};
        bool forwards = false;  // the view has asked for the fields to forward
        Instant at{};
    };
    Made make(const Question& question, const Origin& origin, const EntryPtr& before);
    void note_given_up(const Question& question, const Origin& origin, const EntryPtr& before);
    void keep_for_revalidation(const Question& question, const Made& made,
                               const Freshness& freshness);
    void note_failure(const Question& question, const Made& made, const EntryPtr& old,
                      RenderedAnswer* rendered);
    void note_unstored(const std::string& key, const Question& question, const Inputs& reads,
                       std::string_view why, StoreLease& lease);
    bool is_due_early(const Entry& entry, Instant now) const;
    /// `before`: the dead page that an earlier look found and removed from memory.
    Answered miss(const std::string& key, const Question& question, const Origin& origin,
                  RequestCoalescer::Lead lead, EntryPtr before);
    EntryPtr wait_for_other_process(const Question& question, StoreLease& lease);
    Answered render(const std::string& key, const Found& found, const Question& question,
                    const Origin& origin, RequestCoalescer::Lead lead, StoreLease& lease);
    Answered render_alone(const Question& question, const Origin& origin, std::string_view why,
                          const EntryPtr& before = nullptr);
    bool share(const Entry& entry, Time now, StoreLease* lease = nullptr);
    bool belongs_to_shared(const Entry& entry, Time now);

    std::shared_ptr<Store> shared_;
    std::shared_ptr<PurgeLog> log_;  // a purge on another thread may hold it a little longer
    PurgeLogRegistration registration_{log_};
    std::vector<std::unique_ptr<Route>> routes_;
    const PageCacheSettings settings_;
    MemoryLevel memory_;
    const std::shared_ptr<Mirror> mirror_;
    RequestCoalescer coalescer_{settings_.most_waiting};
    UncacheableKeys uncacheable_{std::chrono::seconds{5}};
    Failures failures_;
    UseCounter uses_{std::chrono::hours{1}};
    Variants variants_{settings_.most_variants, std::chrono::hours{1}};
    Variants negatives_{std::max(1U, settings_.most_variants / 10), std::chrono::hours{1}};
    std::unique_ptr<Counters> own_counters_ = std::make_unique<Counters>();
    Counters* counters_ = own_counters_.get();
};

}  // namespace aspic
