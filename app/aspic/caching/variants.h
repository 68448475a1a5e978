#pragma once
// Visitors can make up URLs: with a query that is part of the key, or of pages that do not exist.
// This limits how many such pages go into the shared store: for each path (or route), and in total.
// The counts are exact: with estimates, a flood of such pages would get in over time. Any thread;
// the lock is taken only for such pages, when they are stored.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <aspic/base/clock.h>

namespace aspic {

class Variants {
public:
    /// All counts start at zero again after each `window`.
    Variants(std::uint32_t most_of_path, std::chrono::seconds window)
        : most_of_path_{most_of_path},
          most_in_all_{std::max<std::size_t>(most_of_path, 100'000)},
          window_{window}
    {
    }

    /// Returns true if the page is counted already, or if there is room for it; then it is counted.
    bool admit(std::string_view path, std::string_view key, Time now)
    {
        const std::lock_guard lock{mutex_};
        if (now - began_ >= window_) {
            began_ = now;
            admitted_.clear();
            of_path_.clear();
        }
        const std::size_t page = std::hash<std::string_view>{}(key);
        if (admitted_.contains(page)) return true;
        if (admitted_.size() >= most_in_all_) return false;
        std::uint32_t& count = of_path_[std::hash<std::string_view>{}(path)];
        if (count >= most_of_path_) return false;
        ++count;
        admitted_.insert(page);
        return true;
    }

private:
    const std::uint32_t most_of_path_;
    const std::size_t most_in_all_;
    const std::chrono::seconds window_;
    std::mutex mutex_;
    Time began_{};
    std::unordered_set<std::size_t> admitted_;  // hashes of keys
    std::unordered_map<std::size_t, std::uint32_t> of_path_;
};

}  // namespace aspic
