#pragma once
// A shared store inside the test process, so several page caches can act as several workers. It
// stores pages as Redis does. Any thread may use it.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <aspic/caching/store.h>
#include <aspic/entries/entry_codec.h>

namespace support {

/// The content of the shelf, which the test may read and change. It outlives the stores.
struct Shelf {
    std::mutex mutex;
    std::map<std::string, aspic::EntryFields> pages;
    std::map<std::string, std::string> leases;  // key to token, or to "uncacheable"
    std::map<std::string, aspic::Inputs, std::less<>> inputs;
    int saved = 0;
    int loaded = 0;
    bool reachable = true;
    std::chrono::milliseconds noted_for{0};  // of the last mark that a page is uncacheable
};

class ShelfStore : public aspic::Store {
public:
    explicit ShelfStore(Shelf& shelf) : shelf_{shelf} {}

    aspic::EntryPtr load(std::string_view /*path*/, const std::string& key) override
    {
        const std::lock_guard lock{shelf_.mutex};
        ++shelf_.loaded;
        const auto found = shelf_.pages.find(key);
        if (!shelf_.reachable || found == shelf_.pages.end()) return nullptr;
        const auto entry = aspic::parse_entry(found->second);
        if (entry) entry->is_shared = true;
        return entry;
    }
    bool save(const aspic::Entry& entry, aspic::Time /*now*/) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (!shelf_.reachable) return false;
        ++shelf_.saved;
        shelf_.pages[entry.key] = aspic::entry_fields(entry);
        return true;
    }
    std::optional<aspic::Inputs> load_inputs(std::string_view route) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (!shelf_.reachable) return {};
        const auto found = shelf_.inputs.find(route);
        return found == shelf_.inputs.end() ? aspic::Inputs{} : found->second;
    }
    void save_inputs(std::string_view route, const aspic::Inputs& inputs) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (shelf_.reachable)
            shelf_.inputs[std::string{route}].insert(inputs.begin(), inputs.end());
    }
    aspic::LeaseAnswer lease(std::string_view /*path*/, const std::string& key,
                             const std::string& token, std::chrono::milliseconds /*time*/) override
    {
        const std::lock_guard lock{shelf_.mutex};
        if (!shelf_.reachable) return aspic::LeaseAnswer::unreachable;
        const std::string& holder = shelf_.leases.try_emplace(key, token).first->second;
        return holder == token           ? aspic::LeaseAnswer::granted
               : holder == "uncacheable" ? aspic::LeaseAnswer::uncacheable
                                         : aspic::LeaseAnswer::held;
    }
    void end_lease(std::string_view /*path*/, const std::string& key,
                   const std::string& token) override
    {
        const std::lock_guard lock{shelf_.mutex};
        const auto found = shelf_.leases.find(key);
        if (found != shelf_.leases.end() && found->second == token) shelf_.leases.erase(found);
    }
    void note_uncacheable(std::string_view /*path*/, const std::string& key,
                          std::chrono::milliseconds time) override
    {
        const std::lock_guard lock{shelf_.mutex};
        shelf_.leases[key] = "uncacheable";
        shelf_.noted_for = time;
    }
    std::string description() const override { return "shelf"; }

private:
    Shelf& shelf_;
};

}  // namespace support
