#pragma once
// A shared store inside the test process, so several page caches can act as several workers. It
// stores pages as Redis does. Any thread may use it.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include <aspic/caching/store.h>
#include <aspic/entries/entry_codec.h>
#include "entry_texts.h"

namespace support {

/// The content of the shelf, which the test may read and change. It outlives the stores.
struct Shelf {
    std::mutex mutex;
    std::map<std::string, aspic::EntryFields> pages;
    std::map<std::string, std::string> leases;  // key to token, or to "uncacheable"
    std::map<std::string, std::set<aspic::Inputs>, std::less<>> input_sets;  // by route
    int saved = 0;
    int loaded = 0;
    bool reachable = true;
    std::chrono::milliseconds noted_for{0};  // of the last mark that a page is uncacheable
};

class ShelfStore : public aspic::Store {
public:
    explicit ShelfStore(Shelf& shelf) : shelf_{shelf} {}

    Known look(std::string_view route, std::string_view /*path*/, Keys keys,
               const aspic::Codings& copies) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (!shelf_.reachable) return {};
        const std::set<aspic::Inputs>& sets = shelf_.input_sets[std::string{route}];
        return {load(keys, copies), std::vector<aspic::Inputs>{sets.begin(), sets.end()}};
    }
    aspic::LeaseAnswer lease(const aspic::LeaseTerms& terms) override
    {
        return lease_and_load(terms, {}).answer;
    }
    Leased lease_and_load(const aspic::LeaseTerms& terms, Keys keys) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (!shelf_.reachable) return {aspic::LeaseAnswer::unreachable};
        const std::string& holder = shelf_.leases.try_emplace(terms.key, terms.token).first->second;
        const auto answer = holder == terms.token     ? aspic::LeaseAnswer::granted
                            : holder == "uncacheable" ? aspic::LeaseAnswer::uncacheable
                                                      : aspic::LeaseAnswer::held;
        return {answer, load(keys, aspic::all_codings)};
    }
    bool finish(const Finished& finished) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (!shelf_.reachable) return finished.entry == nullptr;
        if (finished.input_set != nullptr)
            shelf_.input_sets[std::string{finished.route}].insert(*finished.input_set);
        if (finished.entry != nullptr) {
            ++shelf_.saved;
            shelf_.pages[finished.entry->key] = aspic::entry_fields(*finished.entry);
        }
        if (finished.lease != nullptr) end(*finished.lease, finished.uncacheable_for);
        return true;
    }
    std::string description() const override { return "shelf"; }

private:
    Entries load(Keys keys, const aspic::Codings& copies)
    {
        Entries entries;
        for (const std::string& key : keys) {
            ++shelf_.loaded;
            const auto found = shelf_.pages.find(key);
            const auto entry = found == shelf_.pages.end()
                                   ? nullptr
                                   : aspic::parse_entry(texts_of(found->second, copies));
            if (!entry) continue;
            entry->is_shared = true;
            entries.push_back(entry);
        }
        return entries;
    }
    void end(const aspic::LeaseTerms& terms, std::optional<std::chrono::milliseconds> note)
    {
        if (note) {
            shelf_.leases[terms.key] = "uncacheable";
            shelf_.noted_for = *note;
            return;
        }
        const auto found = shelf_.leases.find(terms.key);
        if (found != shelf_.leases.end() && found->second == terms.token)
            shelf_.leases.erase(found);
    }

    Shelf& shelf_;
};

}  // namespace support
