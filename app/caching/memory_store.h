#pragma once
// Pages in this process's memory: bounded in bytes, in shards with a lock each, so that no lock is
// shared by all threads. A full shard lets go of what was not asked for lately (second chance: a
// hit sets a mark and moves nothing).

#include <array>
#include <atomic>
#include <cstddef>
#include <list>
#include <shared_mutex>
#include <unordered_map>

#include "caching/store.h"

namespace aspic {

class MemoryStore : public Store {
public:
    explicit MemoryStore(std::size_t most_bytes);

    EntryPtr load(std::string_view path, const std::string& key) override;
    bool save(EntryPtr entry, Time now) override;
    std::optional<Inputs> load_inputs(std::string_view route) override;
    void save_inputs(std::string_view route, const Inputs& inputs) override;
    std::string description() const override;

    std::size_t bytes() const;

private:
    struct Kept {
        EntryPtr entry;
        std::size_t size = 0;
        std::atomic<bool> asked_for{false};
    };
    struct Shard {
        mutable std::shared_mutex mutex;
        std::list<Kept> order;  // oldest first
        std::unordered_map<std::string_view, std::list<Kept>::iterator>
            by_key;  // keys live in the entries
        std::size_t bytes = 0;

        void remove(std::list<Kept>::iterator kept);
        void make_room(std::size_t wanted, std::size_t most);
    };
    Shard& shard_of(std::string_view key);

    static constexpr std::size_t shard_count = 16;
    std::size_t most_bytes_;
    std::array<Shard, shard_count> shards_;
};

}  // namespace aspic
