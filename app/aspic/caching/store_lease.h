#pragma once
// The lease of the shared store on one page, as this process holds it. One thread.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/random_id.h>
#include <aspic/caching/store.h>
#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>

namespace aspic {

/// The right to render for all processes. The destructor gives it back, and sends what the store
/// does not know yet in the same trip.
class StoreLease {
public:
    StoreLease(Store* store, std::string_view route, const Request& request, const std::string& key,
               std::chrono::milliseconds time)
        : store_{store}, route_{route}, path_{request.path()}, key_{key}, time_{time}
    {
    }
    ~StoreLease()
    {
        if (is_held_ || input_set_) finish({});
    }
    StoreLease(const StoreLease&) = delete;
    StoreLease& operator=(const StoreLease&) = delete;

    LeaseAnswer ask()
    {
        asked_ = Clock::now();
        const LeaseAnswer answer = store_->lease(terms());
        is_held_ = answer == LeaseAnswer::granted;
        return answer;
    }
    /// Without a store, the lease is granted and there is no entry.
    Store::Leased ask_and_load(Store::Keys keys)
    {
        if (store_ == nullptr) return {};
        asked_ = Clock::now();
        Store::Leased leased = store_->lease_and_load(terms(), keys);
        is_held_ = leased.answer == LeaseAnswer::granted;
        return leased;
    }
    /// The store does not know this set of inputs yet.
    void learn(const Inputs& set)
    {
        if (store_ != nullptr) input_set_ = set;
    }
    bool save(const Entry& entry, Time now) { return finish({.entry = &entry, .now = now}); }
    void note_uncacheable(std::chrono::seconds time)
    {
        if (is_held_) finish({.uncacheable_for = time});
    }

private:
    using Clock = std::chrono::steady_clock;

    LeaseTerms terms() const { return {path_, key_, token_, time_}; }
    bool finish(Store::Finished finished)
    {
        const LeaseTerms lease = terms();
        finished.route = route_;
        if (input_set_) finished.input_set = &*input_set_;
        if (std::exchange(is_held_, false)) finished.lease = &lease;
        // The lease ends later than this, unless Redis's clock is changed; then a page is rendered
        // twice.
        finished.is_surely_held = Clock::now() - asked_ < time_ / 2;
        const bool is_kept = store_->finish(finished);
        input_set_.reset();
        return is_kept;
    }

    Store* store_;
    std::string_view route_;
    std::string_view path_;
    std::string key_;
    std::chrono::milliseconds time_;
    std::string token_ = random_id();
    Clock::time_point asked_{};
    bool is_held_ = false;
    std::optional<Inputs> input_set_;
};

}  // namespace aspic
