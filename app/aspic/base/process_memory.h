#pragma once
// How the allocator of glibc keeps the memory of this process small. A page in memory is one block
// (Entry::pack), and blocks of many sizes come and go, in all threads.

#include <chrono>
#include <cstddef>

namespace aspic {

/// Lets the threads share arenas: each arena has its own holes, and its own large piece for what a
/// thread compresses. Call it before the process has threads.
void share_arenas(std::size_t threads);

/// Gives the holes between blocks back to the system, when so much was freed that it is worth it.
/// That takes some milliseconds, in which other threads may have to wait for memory. One thread.
class MemoryReturn {
public:
    using Clock = std::chrono::steady_clock;

    /// `freed`: the bytes that were freed since the process has started. `kept`: what is in use.
    /// Returns true if the holes were given back.
    bool look(std::size_t freed, std::size_t kept, Clock::time_point now = Clock::now());

private:
    std::size_t freed_before_ = 0;
    Clock::time_point next_{};
};

}  // namespace aspic
