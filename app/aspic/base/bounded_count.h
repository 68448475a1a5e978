#pragma once
// Counts with a limit, without a lock. Any thread; in shared memory, any process.

#include <atomic>

namespace aspic {

/// Adds 1 if the count is below `most`. Returns false if it is not.
template <class Number>
bool increase_below(std::atomic<Number>& count, Number most)
{
    Number now = count.load();
    while (now < most) {
        if (count.compare_exchange_weak(now, now + 1)) return true;
    }
    return false;
}

}  // namespace aspic
