#pragma once
// The lease of the shared store on one page, as this process holds it. One thread.

#include <chrono>
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
        if (is_held_ || !inputs_.empty()) finish({});
    }
    StoreLease(const StoreLease&) = delete;
    StoreLease& operator=(const StoreLease&) = delete;

    LeaseAnswer ask()
    {
        asked_ = Clock::now();
        const LeaseAnswer answer = store_->lease(path_, key_, token_, time_);
        is_held_ = answer == LeaseAnswer::granted;
        return answer;
    }
    /// Without a store, the lease is granted and there is no entry.
    Store::Leased ask_and_load()
    {
        if (store_ == nullptr) return {LeaseAnswer::granted, nullptr};
        asked_ = Clock::now();
        Store::Leased leased = store_->lease_and_load(terms());
        is_held_ = leased.answer == LeaseAnswer::granted;
        return leased;
    }
    void learn(const Inputs& inputs)
    {
        if (store_ != nullptr) inputs_.insert(inputs.begin(), inputs.end());
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
        if (!inputs_.empty()) finished.inputs = &inputs_;
        if (std::exchange(is_held_, false)) finished.lease = &lease;
        // The lease ends later than this, unless Redis's clock is changed; then a page is rendered
        // twice.
        finished.is_surely_held = Clock::now() - asked_ < time_ / 2;
        const bool is_kept = store_->finish(finished);
        inputs_.clear();
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
    Inputs inputs_;  // that the store does not know yet
};

}  // namespace aspic
